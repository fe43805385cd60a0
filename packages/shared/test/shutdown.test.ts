import { expect, test } from 'vitest';
import { createLogger, createShutdown } from '../src/runtime/index.ts';

const create = () => {
  const lines: string[] = [];
  const logger = createLogger('test', 'info', { write: (line) => void lines.push(line) });
  return { shutdown: createShutdown(logger), lines };
};

test('closes last-in first-out, one after the other, once', async () => {
  const { shutdown } = create();
  const order: string[] = [];
  for (const name of ['store', 'redis', 'worker']) {
    shutdown.add(name, async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
    });
  }
  await Promise.all([shutdown.run('first'), shutdown.run('second')]);
  await shutdown.run('third');
  expect(order).toEqual(['worker', 'redis', 'store'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

test('one that hangs, throws or rejects does not keep the others open, and is named in the log', async () => {
  const { shutdown, lines } = create();
  const closed: string[] = [];
  shutdown.add('last', () => void closed.push('last'));
  shutdown.add('hangs', () => new Promise(() => undefined), 20);
  shutdown.add('throws', () => {
    throw new Error('thrown');
  });
  shutdown.add('rejects', () => Promise.reject(new Error('rejected')));
  await shutdown.run('test');
  expect(closed).toEqual(['last']);
  const text = lines.join('');
  for (const part of ['"closer":"hangs"', 'within 20 ms', 'thrown', 'rejected']) expect(text).toContain(part);
});
