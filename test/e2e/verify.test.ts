import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Verification } from '../../packages/cli/src/verify/verify-job.ts';
import { createTestCli } from '../../packages/cli/test/create-test-cli.ts';
import { encodePhantomJpeg } from '../../packages/imaging/src/index.ts';
import { drawPhantom } from '../../packages/imaging/src/pure/index.ts';
import { keyToPath } from '../../packages/local/src/embedded-store/key-path.ts';
import { trailerBytes } from '../../packages/local/src/embedded-store/object-trailer.ts';
import type {
  JobEvidence,
  JobResource,
  PredictionResult,
  WorkspaceSettings,
} from '../../packages/shared/src/contracts/index.ts';
import { phantomJpeg } from './archives.ts';
import { createHttp, type Http } from './http.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

const STARTER = resolve(import.meta.dirname, '../../packages/models/starter');

let stack: TestStack;
let http: Http;
let cli: ReturnType<typeof createTestCli>;

beforeAll(async () => {
  stack = await startTestStack({ trainers: 0, env: { PNEUMO_STARTER_DIR: STARTER } });
  http = createHttp(stack.url);
  cli = createTestCli({ dataDir: stack.dataDir, server: stack.url });
}, 120_000);
afterAll(() => stack.close());

const predict = async (fields: Record<string, string> = {}): Promise<JobResource> =>
  http.ended((await http.postImage(await phantomJpeg(42, 'pneumonia'), fields)).body.id);
const resultOf = (job: JobResource): PredictionResult => job.result as PredictionResult;
const verify = async (id: string): Promise<{ exitCode: number; stderr: string; failed: string[] }> => {
  const { exitCode, stdout, stderr } = await cli('verify', id, '--json');
  if (stdout === '') return { exitCode, stderr, failed: [] };
  const { checks, verified } = JSON.parse(stdout) as Verification;
  expect(verified).toBe(exitCode === 0);
  return { exitCode, stderr, failed: checks.filter(({ result }) => result === 'fails').map(({ what }) => what) };
};

/** Where the store that ships with Pneumo keeps an object. */
const fileOf = (key: string): string => {
  const { folders, file } = keyToPath(key);
  return join(stack.dataDir, 'store', 'pneumo', ...folders, file);
};
/** Turns one bit of one byte of a stored object over while `work` runs. */
const withChangedByte = async <T>(key: string, at: (bytes: Buffer) => number, work: () => Promise<T>): Promise<T> => {
  const path = fileOf(key);
  const whole = await readFile(path);
  const changed = Buffer.from(whole);
  const offset = at(whole.subarray(0, whole.length - trailerBytes));
  changed[offset] = changed[offset]! ^ 1;
  await writeFile(path, changed);
  try {
    return await work();
  } finally {
    await writeFile(path, whole);
  }
};

describe('pneumo verify', { timeout: 180_000 }, () => {
  let job: JobResource;
  beforeAll(async () => {
    job = await predict({ explain: 'true' });
    expect(job, stack.lines.join('\n')).toMatchObject({ state: 'succeeded' });
  });

  it('makes an untouched answer again and says so, to people and to programs', async () => {
    const { exitCode, stdout } = await cli('verify', job.id);
    expect(exitCode, stdout).toBe(0);
    expect(stdout).not.toContain('✗');
    for (const what of ['seal', 'evidence', 'manifest', 'model.onnx', 'abstention.safetensors', 'image', 'heat map']) {
      expect(stdout).toMatch(new RegExp(`^ *✓ +${what} `, 'm'));
    }
    // The same engine on the same machine, one image at a time.
    expect(stdout).toMatch(/✓ +logits +(exactly equal|differ by)/);
    expect(stdout).toContain('not a diagnosis');
    expect(await verify(job.id)).toMatchObject({ exitCode: 0, failed: [] });
  });

  it.each(['model.onnx', 'weights.safetensors', 'abstention.safetensors', 'metrics.json', 'tfjs/model.json'])(
    'finds one changed byte of %s',
    async (name) => {
      const key = `default/models/${resultOf(job).model.version}/${name}`;
      const found = await withChangedByte(
        key,
        (bytes) => bytes.length >> 1,
        () => verify(job.id),
      );
      expect(found).toMatchObject({ exitCode: 1, failed: expect.arrayContaining([name]) });
    },
  );

  it('finds one changed byte of the manifest that still reads well', async () => {
    const key = `default/models/${resultOf(job).model.version}/manifest.json`;
    const at = (bytes: Buffer): number => bytes.indexOf('"scale":', bytes.indexOf('"calibration":{')) + 11;
    const found = await withChangedByte(key, at, () => verify(job.id));
    expect(found).toMatchObject({ exitCode: 1, failed: expect.arrayContaining(['manifest', 'calibration']) });
  });

  it('finds one changed byte of the picture, in its header, its pixels and its end, and of the heat map', async () => {
    const key = `default/images/${resultOf(job).evidence.imageId}.png`;
    for (const share of [0, 0.001, 0.3, 0.8, 0.9999]) {
      const found = await withChangedByte(
        key,
        ({ length }) => Math.floor(share * length),
        () => verify(job.id),
      );
      expect(found, `${share}`).toMatchObject({ exitCode: 1, failed: ['image'] });
    }
    const heatmap = `default/jobs/${job.id}/heatmap.png`;
    const found = await withChangedByte(
      heatmap,
      ({ length }) => length >> 1,
      () => verify(job.id),
    );
    expect(found).toMatchObject({ exitCode: 1, failed: ['heat map'] });
  });

  it('finds one changed byte wherever it is in the record', async () => {
    const key = `default/jobs/${job.id}/record.json`;
    const parts = 6;
    for (let part = 0; part < parts; part += 1) {
      const at = ({ length }: Buffer): number => Math.floor(((part + 0.5) / parts) * length);
      const found = await withChangedByte(key, at, () => verify(job.id));
      expect([part, found.exitCode]).toEqual([part, 1]);
    }
    const inTime = (bytes: Buffer): number => bytes.indexOf('"finishedAt":"') + 30;
    const found = await withChangedByte(key, inTime, () => verify(job.id));
    expect(found).toMatchObject({ exitCode: 1, failed: ['seal'], stderr: expect.stringContaining('seal') });
    expect(await verify(job.id)).toMatchObject({ exitCode: 0 });
  });

  it('follows abstaining, too, whether the request lets it or not', async () => {
    const film = drawPhantom({ seed: 42, label: 'normal' });
    const exchanged = await encodePhantomJpeg({ ...film, pixels: film.pixels.map((grey) => 255 - grey) });
    const ask = async (fields: Record<string, string>): Promise<JobResource> =>
      http.ended((await http.postImage(exchanged, fields)).body.id);
    const [refused, answered] = [await ask({}), await ask({ abstain: 'false' })];
    expect(resultOf(refused).outcome).toBe('abstained');
    expect(resultOf(answered).wouldAbstain).toBe(resultOf(refused).abstainedBecause);
    for (const { id, result } of [refused, answered]) {
      const { stdout } = await cli('verify', id);
      expect(stdout).not.toContain('✗');
      expect(stdout).toMatch(new RegExp(`✓ +abstention +${resultOf(refused).abstainedBecause} told`));
      expect(stdout).toMatch(new RegExp(`✓ +outcome +${(result as PredictionResult).outcome} told`));
    }
  });

  it('refuses what is no prediction or gave no answer, and one that is not there', async () => {
    const unknown = '01900000-0000-7000-8000-000000000000';
    expect((await verify(unknown)).stderr).toContain('job_not_found');
    const failed = await http.ended(
      (await http.call<JobResource>('POST', '/v1/datasets', { name: 'none', inbox: 'nothing/' })).body.id,
    );
    expect(failed.state).toBe('failed');
    expect(await verify(failed.id)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('evidence_not_found'),
    });
    const evidence = await http.call<JobEvidence>('GET', `/v1/jobs/${job.id}/evidence`);
    expect(evidence.body.evidence).toEqual(resultOf(job).evidence);
    expect(job.links).toMatchObject({
      evidence: `/v1/jobs/${job.id}/evidence`,
      image: `/v1/images/${resultOf(job).evidence.imageId}`,
    });
  });

  it('follows the prior of the workspace, whose arithmetic the card gives', async () => {
    const before = resultOf(job);
    expect(before.warnings.map(({ code }) => code)).toContain('prevalence_unset');
    const settings = await http.call<WorkspaceSettings>(
      'PUT',
      '/v1/settings',
      { prevalence: 0.1 },
      { 'if-match': '*' },
    );
    expect(settings.status).toBe(200);
    const after = await vi.waitUntil(
      async () => {
        const answer = await predict();
        return resultOf(answer).prior?.origin === 'workspace' ? answer : undefined;
      },
      { timeout: 20_000 },
    );
    const card = (await http.call<string>('GET', `/v1/models/${before.model.version}/card`)).body;
    const [, scale, bias] = /scale `([-\d.e]+)` and bias `([-\d.e]+)`/.exec(card)!.map(Number);
    const [, prevalence] = /at a prevalence of .+ % \(`([\d.]+)`\)/.exec(card)!.map(Number);
    const logit = (p: number): number => Math.log(p / (1 - p));
    const [normal, pneumonia] = before.logits as [number, number];
    const logOdds = scale! * (pneumonia - normal) + bias!;
    expect(before.probability).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 9);
    const shifted = logOdds + logit(0.1) - logit(prevalence!);
    expect(resultOf(after).probability).toBeCloseTo(1 / (1 + Math.exp(-shifted)), 9);
    expect(card).toContain(`a prior of 10 %, at which the threshold is ${resultOf(after).threshold.toFixed(4)}`);
    expect(await verify(after.id)).toMatchObject({ exitCode: 0, failed: [] });
    // The earlier answer stays what it was.
    expect(await verify(job.id)).toMatchObject({ exitCode: 0, failed: [] });
  });
});
