import { objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from '../../../packages/shared/test/create-test-runtime.ts';
import { type Checkpoints, createCheckpoints } from '../src/checkpoints.ts';

let runtime: TestRuntime;
let checkpoints: Checkpoints;

beforeAll(async () => {
  runtime = await createTestRuntime();
  checkpoints = createCheckpoints(runtime.store, runtime.logger);
});
afterAll(() => runtime.close());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const save = (jobId: string, attempt: number, epoch: number, text: string): Promise<void> =>
  checkpoints.save(PRINCIPAL, jobId, { attempt, epoch, tensors: bytes(text), state: { text } });
const latest = async (jobId: string): Promise<unknown> => (await checkpoints.latest(PRINCIPAL, jobId))?.state;
const keysOf = async (jobId: string): Promise<string[]> => {
  const folder = objectKeys.checkpointsFolder(PRINCIPAL.workspace, jobId);
  return (await Array.fromAsync(runtime.store.list(folder))).map(({ key }) => key.slice(folder.length));
};
const place = (jobId: string, epoch: number, name: string): string =>
  objectKeys.checkpoint(PRINCIPAL.workspace, jobId, 1, epoch, name);

describe('checkpoints', () => {
  it('keep the last two epochs, and none once the job has ended', async () => {
    const id = runtime.jobs.newJobId();
    for (const epoch of [1, 2, 3, 4]) await save(id, 1, epoch, `epoch ${epoch}`);
    expect(await keysOf(id)).toHaveLength(4);
    expect((await keysOf(id)).every((key) => /^1\/[34]\//.test(key))).toBe(true);
    expect(await latest(id)).toEqual({ text: 'epoch 4' });
    await checkpoints.removeAll(PRINCIPAL, id);
    expect(await keysOf(id)).toEqual([]);
    expect(await latest(id)).toBeUndefined();
  });

  it('fall back to the one before when tensors do not match their hash, and say so', async () => {
    const id = runtime.jobs.newJobId();
    await save(id, 1, 1, 'first');
    await save(id, 1, 2, 'second');
    const tensors = (await keysOf(id)).find((key) => key.startsWith('1/2/tensors-'))!;
    await runtime.store.put(place(id, 2, tensors.slice('1/2/'.length)), bytes('spoilt'));
    expect(await latest(id)).toEqual({ text: 'first' });
    expect(runtime.logLines.join('')).toContain('do not match their hash');
  });

  it.each(['{"schemaVersion":1,"tens', '{"schemaVersion":9999}'])('pass over the manifest %s', async (manifest) => {
    const id = runtime.jobs.newJobId();
    await save(id, 1, 1, 'first');
    await runtime.store.put(place(id, 2, 'manifest.json'), manifest);
    expect(await latest(id)).toEqual({ text: 'first' });
  });

  it('survive a kill while a later one of the same epoch is written', async () => {
    const id = runtime.jobs.newJobId();
    await save(id, 1, 1, 'end of the epoch');
    // What a worker leaves that is killed between the tensors and the manifest of a checkpoint made in the epoch after.
    const before = await keysOf(id);
    await runtime.store.put(place(id, 1, 'tensors-0123456789abcdef.safetensors'), bytes('later'));
    expect(await latest(id)).toEqual({ text: 'end of the epoch' });
    await save(id, 1, 1, 'middle of the next');
    expect(await latest(id)).toEqual({ text: 'middle of the next' });
    expect(await keysOf(id)).toHaveLength(before.length);
  });

  it('are taken from the furthest epoch of any attempt', async () => {
    const id = runtime.jobs.newJobId();
    await save(id, 2, 3, 'of the second');
    await save(id, 1, 5, 'of the first');
    expect(await checkpoints.latest(PRINCIPAL, id)).toMatchObject({ attempt: 1, epoch: 5 });
  });
});
