import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chestFilm, NAMES, UIDS } from '../../packages/imaging/test/chest-film.ts';
import type { JobResource, PredictionResult, Problem } from '../../packages/shared/src/contracts/index.ts';
import { relatedBody, relatedType } from '../../services/api/test/related-body.ts';
import { dumpRedis, findInFolder } from './find-text.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

const STARTER = resolve(import.meta.dirname, '../../packages/models/starter');
const SHARED = resolve(import.meta.dirname, '../../../shared/data/dicom');

let stack: TestStack;
/** Every answer but those of STOW-RS, which tell a sender's own UIDs back to it. */
const answers: string[] = [];

beforeAll(async () => {
  stack = await startTestStack({ trainers: 0, env: { PNEUMO_STARTER_DIR: STARTER, PNEUMO_LOG_LEVEL: 'debug' } });
});
afterAll(() => stack.close());

const call = async (path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${stack.url}${path}`, init);
  const text = await response.text();
  answers.push(text);
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};

/** Posts a file under the patient's own name, as careless senders do, and waits for its end. */
const predict = async (bytes: Uint8Array, fileName: string): Promise<{ status: number; body: unknown }> => {
  const form = new FormData();
  form.set('explain', 'true');
  form.set('image', new Blob([Buffer.from(bytes)], { type: 'application/dicom' }), fileName);
  const headers = { prefer: 'wait=30', 'idempotency-key': `${fileName} ${bytes.length}` };
  return call('/v1/predictions', { method: 'POST', body: form, headers });
};

const endOf = ({ status, body }: { status: number; body: unknown }): string =>
  status < 400 ? (body as JobResource).state : (body as Problem).code;

/** Everything that the system holds or has said, searched for what must not be there. */
const expectNowhere = async (texts: readonly string[]): Promise<void> => {
  await call('/v1/jobs?limit=100');
  // The files of versions came with the program; four letters can occur in their random bytes.
  const { files, found } = await findInFolder(stack.dataDir, texts, (path) => path.includes('/models/'));
  expect(files).toBeGreaterThan(10);
  expect(found).toEqual([]);
  const redis = await dumpRedis(stack.redisUrl);
  expect(redis.length).toBeGreaterThan(100);
  expect(stack.lines.length).toBeGreaterThan(5);
  for (const text of texts) {
    expect(redis).not.toContain(text);
    expect(stack.lines.join('\n')).not.toContain(text);
    expect(answers.join('\n')).not.toContain(text);
  }
};

const SECRETS = [...Object.values(NAMES), ...Object.values(UIDS)];

describe('DICOM through the whole system', () => {
  it('answers a film, keeps hashes of its ids, and no name or id is found anywhere', async () => {
    const answer = await predict(chestFilm(), `${NAMES.patient}.dcm`);
    expect(endOf(answer)).toBe('succeeded');
    const { id, result, input } = answer.body as JobResource;
    // The search finds what is there.
    expect((await findInFolder(stack.dataDir, [id], () => false)).found).not.toEqual([]);
    expect(await dumpRedis(stack.redisUrl)).toContain(id);
    expect((result as PredictionResult).disclaimer).toContain('not a diagnosis');
    expect(input).toMatchObject({ film: { format: 'dicom', modality: 'CR', view: 'PA', ageBand: '5-9' } });
    expect(endOf(await predict(chestFilm({ more: { '0018,0015 CS': 'LEG' } }), NAMES.id))).toBe('dicom_not_chest');
    expect(endOf(await predict(chestFilm().subarray(0, 700), NAMES.id))).toBe('image_unreadable');
    await expectNowhere(SECRETS);
  });

  it('takes a study over STOW-RS once, however often it is sent', async () => {
    const films = [1, 2].map((number) => chestFilm({ more: { '0008,0018 UI': `${UIDS.instance}.${number}` } }));
    const send = async (): Promise<{ status: number; urls: string[] }> => {
      const init = { method: 'POST', headers: { 'content-type': relatedType() }, body: relatedBody(films) };
      const response = await fetch(`${stack.url}/v1/dicomweb/studies/${UIDS.study}`, init);
      const body = (await response.json()) as Record<string, { Value: Record<string, { Value: string[] }>[] }>;
      const stored = body['00081199']?.Value ?? [];
      return { status: response.status, urls: stored.map((item) => item['00081190']!.Value[0]!) };
    };
    const first = await send();
    expect(first.status).toBe(200);
    expect(new Set(first.urls).size).toBe(2);
    expect(await send()).toEqual(first);
    for (const url of first.urls) {
      await expect.poll(async () => endOf(await call(url)), { timeout: 30_000 }).toBe('succeeded');
    }
    await expectNowhere(SECRETS);
  });
});

/** A value of a header that is not compressed: explicit or implicit little endian. */
const headerValue = (bytes: Buffer, tag: string): string => {
  const at = bytes.indexOf(tag, 0, 'hex');
  if (at < 0) return '';
  const explicit = /^[A-Z]{2}$/.test(bytes.toString('latin1', at + 4, at + 6));
  const length = explicit ? bytes.readUInt16LE(at + 6) : bytes.readUInt32LE(at + 4);
  return bytes.toString('latin1', at + 8, at + 8 + Math.min(length, 64)).replace(/[\0 ]+$/, '');
};
/** Patient's name and id, study and instance UID. */
const IDENTIFYING = ['10001000', '10002000', '20000d00', '08001800'];

describe.skipIf(!existsSync(SHARED))('real DICOM files (skipped where ../shared/data is absent)', () => {
  it('answers the chest films, refuses the rest with the right code, and keeps no name or id', async () => {
    const ends: Record<string, string> = {};
    const secrets = new Set<string>();
    for (const name of await readdir(SHARED)) {
      const bytes = await readFile(resolve(SHARED, name));
      for (const tag of IDENTIFYING) secrets.add(headerValue(bytes, tag));
      ends[name] = endOf(await predict(bytes, name));
    }
    expect(ends).toEqual({
      '1.2.276.0.7230010.3.1.4.8323329.6904.1517875201.850819.dcm': 'succeeded',
      'CR-MONO1-10-chest.dcm': 'succeeded',
      'RG1_J2KI.dcm': 'succeeded',
      'RG3_RLE_extremity.dcm': 'dicom_not_chest',
      'chrJapMulti_32x32_blank_CR_CHEST_header.dcm': 'dicom_no_pixels',
      'fo-dicom_ct.dcm': 'dicom_not_radiograph',
    });
    secrets.delete('');
    expect(secrets.size).toBeGreaterThan(16);
    await expectNowhere([...secrets]);
  });
});
