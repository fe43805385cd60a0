import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import type { JobResource, PredictionInput, Problem } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMPUTED_RADIOGRAPHY, chestFilm, NAMES, UIDS } from '../../../packages/imaging/test/chest-film.ts';
import type { Elements } from '../../../packages/imaging/test/dicom-writer.ts';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { form } from './forms.ts';
import { relatedBody, relatedType } from './related-body.ts';
import { putChampion } from './samples.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
  await putChampion(test.runtime, test.principal);
});
afterAll(() => test.close());

const STUDIES = '/v1/dicomweb/studies';
const film = (number: number, more: Elements = {}): Buffer =>
  chestFilm({ more: { '0008,0018 UI': `${UIDS.instance}.${number}`, ...more } });
const leg = (number: number): Buffer => film(number, { '0018,0015 CS': 'LEG' });

const store = (parts: readonly Uint8Array[], { url = STUDIES, type = relatedType() } = {}) =>
  test.app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload: relatedBody(parts) });

type Dataset = Record<string, { vr: string; Value: unknown[] }>;
const items = (body: Dataset, tag: string): Dataset[] => (body[tag]?.Value ?? []) as Dataset[];
const valuesOf = (body: Dataset, tag: string, inner: string): unknown[] =>
  items(body, tag).map((item) => item[inner]?.Value[0]);

const REFERENCED = '00081199';
const FAILED = '00081198';

const jobOf = async (body: Dataset, at = 0): Promise<JobResource> =>
  (await test.app.inject(String(valuesOf(body, REFERENCED, '00081190')[at]))).json();
const endAll = async () => {
  for (const id of await test.pending()) await test.end(id, {});
};

describe('POST /v1/predictions with a DICOM file', () => {
  it('keeps what the contract lists, and no name or id', async () => {
    const body = await form([
      { field: 'image', bytes: film(1), name: `${NAMES.patient}.dcm`, type: 'application/dicom' },
    ]);
    const response = await test.app.inject({ method: 'POST', url: '/v1/predictions', ...body });
    expect(response.statusCode).toBe(202);
    const { film: kept } = response.json<JobResource>().input as PredictionInput;
    expect(kept).toMatchObject({ format: 'dicom', modality: 'CR', view: 'PA', ageBand: '5-9', device: 'Model 9' });
    for (const hash of [kept?.patient, kept?.study, kept?.instance]) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    for (const text of [...Object.values(NAMES), ...Object.values(UIDS)]) expect(response.body).not.toContain(text);
    await endAll();
  });

  it('answers a refusal with its code', async () => {
    const body = await form([{ field: 'image', bytes: leg(2) }]);
    const response = await test.app.inject({ method: 'POST', url: '/v1/predictions', ...body });
    expect(response.json<Problem>()).toMatchObject({ status: 422, code: 'dicom_not_chest' });
    expect(response.body).not.toContain(UIDS.instance);
    expect(await test.pending()).toEqual([]);
  });
});

describe('STOW-RS', () => {
  it('makes one prediction of each film, of the same study under the same hash', async () => {
    const response = await store([film(11), film(12, { '0018,5101 CS': 'AP' })]);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toContain('application/dicom+json');
    const body = response.json<Dataset>();
    expect(valuesOf(body, REFERENCED, '00081155')).toEqual([`${UIDS.instance}.11`, `${UIDS.instance}.12`]);
    expect(valuesOf(body, REFERENCED, '00081150')).toEqual([COMPUTED_RADIOGRAPHY, COMPUTED_RADIOGRAPHY]);
    const [first, second] = [await jobOf(body, 0), await jobOf(body, 1)].map((job) => job.input as PredictionInput);
    expect(first?.film?.study).toBe(second?.film?.study);
    expect(first?.film?.instance).not.toBe(second?.film?.instance);
    await endAll();
  });

  it('answers a study that is sent again with the same jobs, and another wish with others', async () => {
    const sent = [film(21), film(22)];
    const links = async (url?: string) =>
      valuesOf((await store(sent, { ...(url === undefined ? {} : { url }) })).json<Dataset>(), REFERENCED, '00081190');
    const first = await links();
    expect(await links()).toEqual(first);
    const explained = await links(`${STUDIES}?explain=true&priority=urgent`);
    expect(explained).not.toEqual(first);
    expect(await test.pending()).toHaveLength(4);
    const { input } = (await test.app.inject(String(explained[0]))).json<JobResource>();
    expect(input).toMatchObject({ explain: true, priority: 'urgent' });
    await endAll();
  });

  it('answers 202 when some are refused, with the reason of each', async () => {
    const ct = film(32, { '0008,0016 UI': '1.2.840.10008.5.1.4.1.1.2', '0008,0060 CS': 'CT' });
    const response = await store([film(31), ct, leg(33), Buffer.from('no DICOM'), Buffer.alloc(0)]);
    expect(response.statusCode).toBe(202);
    const body = response.json<Dataset>();
    expect(items(body, REFERENCED)).toHaveLength(1);
    expect(valuesOf(body, FAILED, '00081155')).toEqual([`${UIDS.instance}.32`, `${UIDS.instance}.33`]);
    expect(valuesOf(body, FAILED, '00081197')).toEqual([0x0122, 0xc000]);
    expect(valuesOf(body, FAILED, '00000902')).toEqual(['dicom_not_radiograph', 'dicom_not_chest']);
    expect(valuesOf(body, '0008119A', '00000902')).toEqual(['image_unsupported_format', 'image_unsupported_format']);
    await endAll();
  });

  it('answers 409 when all are refused', async () => {
    const response = await store([leg(41)]);
    expect(response.statusCode).toBe(409);
    expect(response.headers['content-type']).toContain('application/dicom+json');
    expect(await test.pending()).toEqual([]);
  });

  it('refuses an instance of another study than the address names, and one without a UID', async () => {
    const nameless = chestFilm({ without: ['0008,0018'] });
    const response = await store([film(51), film(52, { '0020,000d UI': '1.2.3' }), nameless], {
      url: `${STUDIES}/${UIDS.study}`,
    });
    expect(response.statusCode).toBe(202);
    const body = response.json<Dataset>();
    expect(valuesOf(body, REFERENCED, '00081155')).toEqual([`${UIDS.instance}.51`]);
    expect(valuesOf(body, FAILED, '00000902')).toEqual(['dicom_other_study']);
    expect(valuesOf(body, '0008119A', '00000902')).toEqual(['dicom_without_uid']);
    await endAll();
  });

  const LARGE = Buffer.alloc(2 ** 20 + 1);
  it.each<[string, () => ReturnType<typeof store>, number, string]>([
    ['no instance', () => store([]), 400, 'missing_file'],
    ['an instance over the limit', () => store([LARGE]), 413, 'payload_too_large'],
    ['too many instances', () => store(Array<Buffer>(9).fill(leg(60))), 413, 'payload_too_large'],
    [
      'another type of parts',
      () => store([leg(61)], { type: relatedType('application/dicom+json') }),
      415,
      'unsupported_media_type',
    ],
    [
      'no boundary',
      () => store([leg(62)], { type: 'multipart/related; type="application/dicom"' }),
      400,
      'malformed_body',
    ],
    [
      'another boundary',
      () => store([leg(63)], { type: relatedType('application/dicom', 'else') }),
      400,
      'malformed_body',
    ],
    ['a form', () => store([leg(64)], { type: 'multipart/form-data; boundary=x' }), 415, 'unsupported_media_type'],
    ['an unknown model', () => store([leg(65)], { url: `${STUDIES}?model=nobody` }), 404, 'model_not_found'],
    ['an unknown option', () => store([leg(66)], { url: `${STUDIES}?explain=perhaps` }), 400, 'validation_failed'],
    ['no UID in the address', () => store([leg(67)], { url: `${STUDIES}/abc` }), 400, 'validation_failed'],
  ])('refuses %s', async (_name, send, status, code) => {
    const response = await send();
    expect(response.json<Problem>()).toMatchObject({ status, code });
    expect(await test.pending()).toEqual([]);
  });

  it('refuses a body that is cut off, whatever came whole', async () => {
    const whole = relatedBody([leg(71), leg(72)]);
    const response = await test.app.inject({
      method: 'POST',
      url: STUDIES,
      headers: { 'content-type': relatedType() },
      payload: whole.subarray(0, whole.length - 60),
    });
    expect(response.json<Problem>()).toMatchObject({ status: 400, code: 'malformed_body' });
  });

  describe('over a real connection', () => {
    let port: number;
    beforeAll(async () => {
      await test.app.listen({ host: '127.0.0.1', port: 0 });
      port = (test.app.server.address() as AddressInfo).port;
    });

    const send = async (pieces: Iterable<Buffer>): Promise<{ status: number; body: unknown }> => {
      const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: unknown }>();
      const options = { port, path: STUDIES, method: 'POST', headers: { 'content-type': relatedType() } };
      const sending = httpRequest(options, (answer) => {
        json(answer).then((body) => {
          resolve({ status: answer.statusCode ?? 0, body });
        }, reject);
      }).on('error', reject);
      Readable.from(pieces).pipe(sending);
      return promise;
    };

    it('takes a study as it streams in, in pieces of any size', async () => {
      const whole = relatedBody([film(81), film(82), leg(83)]);
      function* pieces() {
        for (let at = 0, size = 1; at < whole.length; at += size, size = (size * 7) % 1_021) {
          yield whole.subarray(at, at + size);
        }
      }
      const { status, body } = await send(pieces());
      expect(status).toBe(202);
      expect(items(body as Dataset, REFERENCED)).toHaveLength(2);
      await endAll();
    });

    it('answers an instance over the limit before all of it has come, and stays there', async () => {
      function* pieces() {
        yield relatedBody([leg(84)]).subarray(0, -60);
        for (let mebibytes = 0; mebibytes < 3; mebibytes += 1) yield Buffer.alloc(2 ** 20);
      }
      expect(await send(pieces())).toMatchObject({ status: 413, body: { code: 'payload_too_large' } });
      expect((await send([relatedBody([leg(85)])])).status).toBe(409);
    });
  });

  it('takes what senders put before, between and behind', async () => {
    const body = Buffer.concat([
      Buffer.from('a preamble\r\n'),
      relatedBody([leg(91), leg(92)]).subarray(2),
      Buffer.from('and an epilogue\r\n--'),
    ]);
    const headers = { 'content-type': relatedType() };
    const response = await test.app.inject({ method: 'POST', url: STUDIES, headers, payload: body });
    expect(response.statusCode).toBe(409);
    expect(items(response.json<Dataset>(), FAILED)).toHaveLength(2);
  });
});
