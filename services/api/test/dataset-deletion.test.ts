import type { DatasetList, JobResource, Problem } from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { putDataset } from './samples.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const remove = (id: string) => test.app.inject({ method: 'DELETE', url: `/v1/datasets/${id}` });
const train = (dataset: string) =>
  test.app.inject({ method: 'POST', url: '/v1/trainings', payload: { dataset, architecture: 'compact' } });
const idsOf = async (): Promise<string[]> =>
  (await test.app.inject('/v1/datasets')).json<DatasetList>().datasets.map(({ id }) => id);
const filesOf = async (id: string): Promise<string[]> =>
  (await Array.fromAsync(test.runtime.store.list(objectKeys.datasetFolder('default', id)))).map(({ key }) => key);
const put = (id: string) => putDataset(test.runtime, test.principal, id);

describe('DELETE /v1/datasets/:id', () => {
  it('takes a data set away for good, and only that: its images stay, and doing it again changes nothing', async () => {
    await put('ds-a');
    await put('ds-ab');
    const image = objectKeys.image('default', 'c'.repeat(64));
    await test.runtime.store.put(image, 'png');
    expect((await remove('ds-a')).statusCode).toBe(204);
    expect(await idsOf()).toEqual(['ds-ab']);
    expect(await filesOf('ds-a')).toEqual([]);
    expect(await test.runtime.store.exists(image)).toBe(true);
    for (const answer of [await test.app.inject('/v1/datasets/ds-a'), await train('ds-a')]) {
      expect(answer.json<Problem>()).toMatchObject({ status: 404, code: 'dataset_not_found' });
    }
    expect((await remove('ds-a')).statusCode).toBe(204);
    expect((await remove('ds-never')).json<Problem>()).toMatchObject({ status: 404, code: 'dataset_not_found' });
    expect(await filesOf('ds-ab')).toHaveLength(2);
  });

  it('is refused while a job that has not ended reads it, and while its own import is being published', async () => {
    await put('ds-b');
    const training = (await train('ds-b')).json<JobResource>();
    const refused = (await remove('ds-b')).json<Problem>();
    expect(refused).toMatchObject({ status: 409, code: 'dataset_in_use' });
    expect(refused.detail).toContain(training.id);
    expect(await idsOf()).toContain('ds-b');
    await test.end(training.id, { state: 'cancelled' });
    expect((await remove('ds-b')).statusCode).toBe(204);
    // The record of what was asked for is there, but there is nothing left to run it on.
    const again = await test.app.inject({ method: 'POST', url: `/v1/jobs/${training.id}/retry` });
    expect(again.json<Problem>()).toMatchObject({ status: 404, code: 'dataset_not_found' });
    expect(await test.pending()).toEqual([]);

    const { jobs } = test.runtime;
    const id = jobs.newJobId();
    const source = { type: 'inbox', prefix: 'x' } as const;
    await jobs.accept(test.principal, {
      id,
      kind: 'dataset-import',
      input: { name: 'n', source, classes: {}, seed: 1 },
    });
    const hex = id.replaceAll('-', '');
    const dataset = `ds-${hex.slice(0, 12)}-${hex.slice(-6)}`;
    await put(dataset);
    expect((await remove(dataset)).json<Problem>().code).toBe('dataset_in_use');
    await jobs.removePending(test.principal, id);
    expect((await remove(dataset)).statusCode).toBe(204);
  });

  it('shows nothing of what a deletion that was cut off left behind, and removes it the next time', async () => {
    const { store } = test.runtime;
    await put('ds-c');
    await store.put(objectKeys.datasetPicture('default', 'ds-c', 'mean-normal.png'), 'png');
    // Killed right after the tombstone, which is the moment of deletion.
    await store.putJson(objectKeys.tombstone('default', 'ds-c'), { schemaVersion: 1 });
    expect(await idsOf()).not.toContain('ds-c');
    for (const path of ['', '?rows=true', '/pictures/mean-normal.png']) {
      expect((await test.app.inject(`/v1/datasets/ds-c${path}`)).statusCode).toBe(404);
    }
    expect((await train('ds-c')).json<Problem>().code).toBe('dataset_not_found');
    expect((await remove('ds-c')).statusCode).toBe(204);
    expect(await filesOf('ds-c')).toEqual([]);
  });

  it('never lets a training be accepted on a data set that is gone, whoever comes first', async () => {
    for (let round = 0; round < 12; round += 1) {
      const id = `ds-race-${round}`;
      await put(id);
      const asked = [train(id), train(id)];
      const [removed, ...trained] = await Promise.all([remove(id), ...asked]);
      const accepted = trained.filter(({ statusCode }) => statusCode === 202);
      const isGone = removed.statusCode === 204;
      expect([204, 409]).toContain(removed.statusCode);
      expect(await test.runtime.datasets.exists(test.principal, id)).toBe(!isGone);
      if (isGone) expect(accepted).toEqual([]);
      else expect(accepted).toHaveLength(2);
      for (const answer of accepted) await test.end(answer.json<JobResource>().id, { state: 'cancelled' });
    }
  });

  it('is one deletion when several ask for it at once', async () => {
    await put('ds-d');
    const answers = await Promise.all([remove('ds-d'), remove('ds-d'), remove('ds-d')]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([204, 204, 204]);
  });
});
