import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { inferOverWorker } from '../src/inference/infer-over-worker.ts';

/** A worker that comes up, then runs `onMessage` for each request. */
const workerThat = (onMessage: string): Worker =>
  new Worker(
    `const { parentPort } = require('node:worker_threads');
     parentPort.on('message', () => { ${onMessage} });
     parentPort.postMessage({ kind: 'ready', engine: 'onnx', provider: 'cpu', version: '0' });`,
    { eval: true },
  );

it.each([
  ['throws', 'throw new Error("out of memory")', 'The inference worker died'],
  ['exits', 'process.exit(3)', 'The inference worker is gone (exit code 3)'],
])('rejects waiting and later calls when the worker %s', async (_, onMessage, message) => {
  const engine = await inferOverWorker(workerThat(onMessage));
  const calls = [engine.infer(new Float32Array(4), 1), engine.infer(new Float32Array(4), 1)];
  for (const call of await Promise.allSettled(calls)) {
    expect(call).toMatchObject({ status: 'rejected', reason: { message } });
  }
  await expect(engine.infer(new Float32Array(4), 1)).rejects.toThrow(message);
  await engine.close();
});

it('rejects when the worker ends before it is ready', async () => {
  await expect(inferOverWorker(new Worker('', { eval: true }))).rejects.toThrow('The inference worker is gone');
});
