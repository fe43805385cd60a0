import Type from 'typebox';
import { expect, test } from 'vitest';
import { CommonEnv, EnvError, readEnv } from '../src/runtime/index.ts';

const schema = Type.Object({
  ...CommonEnv,
  COUNT: Type.Integer({ minimum: 1, default: 3 }),
  FLAG: Type.Boolean({ default: false }),
  NEEDED: Type.Optional(Type.String({ pattern: '^[a-z]+$' })),
});

test('fills in defaults, converts, ignores what it does not name, and is frozen', () => {
  const env = readEnv(schema, { COUNT: '7', FLAG: 'true', S3_SECRET_KEY: '0123', S3_PATH_STYLE: 'false', OTHER: 'x' });
  expect(env).toMatchObject({
    COUNT: 7,
    FLAG: true,
    S3_SECRET_KEY: '0123',
    S3_PATH_STYLE: false,
    PNEUMO_QUEUE_PREFIX: '{pneumo}',
  });
  expect(env).not.toHaveProperty('OTHER');
  expect(env).not.toHaveProperty('NEEDED');
  expect(Object.isFrozen(env)).toBe(true);
});

test('an empty variable counts as absent', () => {
  expect(readEnv(schema, { COUNT: '', S3_BUCKET: '' })).toMatchObject({ COUNT: 3, S3_BUCKET: 'pneumo' });
});

test('names every variable that is wrong, and never its value', () => {
  const read = () => readEnv(schema, { COUNT: 'many-secret', FLAG: 'perhaps-secret', NEEDED: 'Secret1' });
  expect(read).toThrow(EnvError);
  try {
    read();
  } catch (error) {
    const { message } = error as Error;
    for (const name of ['COUNT', 'FLAG', 'NEEDED']) expect(message).toContain(name);
    expect(message.toLowerCase()).not.toContain('secret');
  }
});

test.each(['0', '1.5', '-1'])('COUNT=%s is refused', (COUNT) => {
  expect(() => readEnv(schema, { COUNT })).toThrow(/COUNT/);
});
