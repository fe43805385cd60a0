import type { JobResource, Problem } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext } from '../../../test/setup/context.ts';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { form } from './forms.ts';
import { openStoreGate, type StoreGate } from './gates.ts';
import { phantomJpeg, putChampion, putDataset } from './samples.ts';

let gate: StoreGate;
let test: TestApp;
let jpeg: Uint8Array;

beforeAll(async () => {
  gate = await openStoreGate(createTestContext().s3.endpoint);
  test = await createTestApp({ s3Endpoint: gate.endpoint });
  await putChampion(test.runtime, test.principal);
  await putDataset(test.runtime, test.principal, 'ds-1');
  jpeg = await phantomJpeg();
});
afterAll(async () => {
  gate.mend();
  await test.close();
  await gate.close();
});

const predict = async (key: string, fields: (readonly [string, string])[] = []) => {
  const body = await form([...fields, { field: 'image', bytes: jpeg }]);
  return test.app.inject({
    method: 'POST',
    url: '/v1/predictions',
    ...body,
    headers: { ...body.headers, 'idempotency-key': key },
  });
};

const train = (key: string, request: Record<string, unknown>) =>
  test.app.inject({
    method: 'POST',
    url: '/v1/trainings',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    payload: JSON.stringify(request),
  });

const isPutOf = (part: string) => (request: { method?: string | undefined; url?: string | undefined }) =>
  request.method === 'PUT' && request.url?.includes(part) === true;

describe('Idempotency-Key', () => {
  it('makes one job of twenty requests that come at once', async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => predict('twenty')));
    expect(responses.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 20 }, () => 202));
    const ids = new Set(responses.map((response) => response.json<JobResource>().id));
    expect(ids.size).toBe(1);
    expect(await test.pending()).toEqual([...ids]);
    expect((await test.runtime.queues.counts()).prediction.backlog).toBe(1);
    expect(responses.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    const [id] = ids;
    await test.end(id!, {});
    const later = await predict('twenty');
    expect(later.json()).toMatchObject({ id, state: 'succeeded' });
    expect(await test.pending()).toEqual([]);
  });

  it('refuses another body under the same key, and other kinds of request as well', async () => {
    const first = await predict('other');
    const second = await predict('other', [['explain', 'true']]);
    expect(second.json<Problem>()).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
    const third = await train('other', { dataset: 'ds-1', architecture: 'cnn' });
    expect(third.json<Problem>()).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
    expect(await test.pending()).toEqual([first.json<JobResource>().id]);
    await test.end(first.json<JobResource>().id, {});
  });

  it('gives the drawn seed of the first request to its repetition', async () => {
    const request = { dataset: 'ds-1', architecture: 'compact', hyperparameters: { epochs: 2, batchSize: 4 } };
    const first = (await train('seed', request)).json<JobResource>();
    const reordered = { hyperparameters: { batchSize: 4, epochs: 2 }, architecture: 'compact', dataset: 'ds-1' };
    const second = (await train('seed', reordered)).json<JobResource>();
    expect(second.id).toBe(first.id);
    expect(second.input).toEqual(first.input);
    const withSeed = await train('seed', { ...request, seed: 7 });
    expect(withSeed.json<Problem>().code).toBe('idempotency_key_reused');
    await test.end(first.id, { state: 'cancelled' });
  });

  it('accepts the job when the first request ended between binding the key and making the job durable', async () => {
    gate.refuse(isPutOf('/pending/'));
    const cutOff = await predict('cut');
    expect(cutOff.json<Problem>()).toMatchObject({ status: 503, code: 'store_unavailable' });
    gate.mend();
    expect(await test.pending()).toEqual([]);
    const again = await predict('cut');
    expect(again.statusCode).toBe(202);
    expect(await test.pending()).toEqual([again.json<JobResource>().id]);
    expect((await predict('cut')).json<JobResource>().id).toBe(again.json<JobResource>().id);
    await test.end(again.json<JobResource>().id, {});
  });

  it.each(['', 'x'.repeat(256)])('refuses a key of no use', async (key) => {
    expect((await predict(key)).json<Problem>()).toMatchObject({ status: 400, code: 'validation_failed' });
  });

  it('stores no key as it came', async () => {
    const { id } = (await predict('Name Of A Patient')).json<JobResource>();
    for await (const { key } of test.runtime.store.list('default/idempotency/')) {
      expect(key + (await test.runtime.store.get(key)).bytes.toString()).not.toContain('Patient');
    }
    await test.end(id, {});
  });
});

describe('202 means durable', () => {
  it('is not answered before the marker is stored', async () => {
    const before = (await test.runtime.queues.counts()).prediction.backlog;
    const held = gate.hold(isPutOf('/pending/'));
    let answered = false;
    const response = predict('held').finally(() => {
      answered = true;
    });
    await held.arrived;
    // The marker's put is under way and nothing else is left to do: an answer that did not wait for it would be out.
    await test.app.inject('/v1/me');
    expect(answered).toBe(false);
    expect((await test.runtime.queues.counts()).prediction.backlog).toBe(before);
    held.release();
    const { statusCode } = await response;
    expect(statusCode).toBe(202);
    const [id] = await test.pending();
    await test.end(id!, {});
  });
});
