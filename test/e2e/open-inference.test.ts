import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeCanonicalPng, encodePhantomJpeg } from '../../packages/imaging/src/index.ts';
import { drawPhantom, toModelInputBytes } from '../../packages/imaging/src/pure/index.ts';
import { chestFilm } from '../../packages/imaging/test/chest-film.ts';
import type {
  InferResponse,
  JobEvidence,
  JobResource,
  PredictionResult,
} from '../../packages/shared/src/contracts/index.ts';
import { createObjectStore, type ObjectStore } from '../../packages/shared/src/runtime/index.ts';
import { binaryBody, bytesTensor } from '../../services/api/test/open-inference-body.ts';
import { tritonPython } from '../open-inference/triton-environment.ts';
import { createHttp, type Http } from './http.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
const STARTER = join(ROOT, 'packages/models/starter');
const STARTER_VERSION = (JSON.parse(await readFile(join(STARTER, 'manifest.json'), 'utf8')) as { version: string })
  .version;
const INFER = '/v2/models/champion/infer';
const SIDE = 224;

let stack: TestStack;
let http: Http;
let store: ObjectStore;
let film: Uint8Array;
/** What `/v1` says to the film. */
let told: PredictionResult;

beforeAll(async () => {
  stack = await startTestStack({ trainers: 0, env: { PNEUMO_STARTER_DIR: STARTER } });
  http = createHttp(stack.url);
  store = createObjectStore(stack.s3);
  film = await encodePhantomJpeg(drawPhantom({ seed: 3, label: 'pneumonia', size: { width: 512, height: 480 } }));
  const { body } = await http.postImage(film, {}, { prefer: 'wait=30' });
  told = (await http.ended(body.id)).result as PredictionResult;
});
afterAll(async () => {
  store.close();
  await stack.close();
});

const infer = (inputs: unknown[], more: Record<string, unknown> = {}, path = INFER) =>
  http.call<InferResponse>('POST', path, { inputs, ...more });

const pictures = (files: readonly Uint8Array[]) => ({
  name: 'image',
  shape: [files.length],
  datatype: 'BYTES',
  data: files.map((file) => Buffer.from(file).toString('base64')),
});

const valuesOf = ({ outputs }: InferResponse, name: string): unknown[] =>
  outputs.find((output) => output.name === name)?.data ?? [];

/** The network's input as the inferencer makes it of the stored film. */
const filmTensor = async (): Promise<Float32Array> => {
  const response = await fetch(`${stack.url}/v1/images/${told.evidence.imageId}`);
  const { pixels, width, height } = await decodeCanonicalPng(Buffer.from(await response.arrayBuffer()));
  return Float32Array.from(toModelInputBytes(pixels, width, height, told.evidence.preprocessing));
};

const keysBelow = async (prefix: string): Promise<string[]> =>
  (await Array.fromAsync(store.list(prefix))).map(({ key }) => key);

/** Tensors that are still stored. */
const tensorsLeft = async (): Promise<string[]> => {
  // The listing finds what is there.
  expect(await keysBelow('default/images/')).not.toEqual([]);
  return keysBelow('default/tensors/');
};

describe('pictures over the Open Inference Protocol', () => {
  it('are answered as /v1 answers them, with evidence, and the id is told back', async () => {
    const { status, body } = await infer([pictures([film])], { id: 'mine' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: 'mine',
      model_name: 'champion',
      model_version: STARTER_VERSION,
      parameters: { disclaimer: expect.stringContaining('not a diagnosis') },
    });
    expect(valuesOf(body, 'outcome')).toEqual([told.outcome]);
    expect(valuesOf(body, 'probability')).toEqual([expect.closeTo(told.probability, 5)]);
    expect(valuesOf(body, 'logits')).toEqual(told.logits.map((logit): unknown => expect.closeTo(logit, 4)));
    expect(valuesOf(body, 'threshold')).toEqual([told.threshold]);
    expect(valuesOf(body, 'disclaimer')).toEqual([told.disclaimer]);
    const [jobId] = valuesOf(body, 'job_id');
    expect((await http.job(String(jobId))).state).toBe('succeeded');
    const evidence = await http.call<JobEvidence>('GET', `/v1/jobs/${String(jobId)}/evidence`);
    expect(evidence.status).toBe(200);
  });

  it('may be several, of several kinds, in binary form, and what is none is not answered', async () => {
    const noise = await encodePhantomJpeg({
      width: 256,
      height: 256,
      pixels: Uint8Array.from({ length: 256 * 256 }, (_, index) => (index * 7_919) % 251),
    });
    const { payload, headers } = binaryBody(
      { name: 'image', shape: [3, 1], datatype: 'BYTES' },
      bytesTensor([film, chestFilm(), noise]),
      {
        outputs: [
          { name: 'outcome' },
          { name: 'logits', parameters: { binary_data: true } },
          { name: 'abstained_because' },
        ],
      },
    );
    const response = await fetch(`${stack.url}${INFER}`, { method: 'POST', headers, body: new Uint8Array(payload) });
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    const headLength = Number(response.headers.get('inference-header-content-length'));
    const head = JSON.parse(bytes.toString('utf8', 0, headLength)) as InferResponse;
    expect(bytes.length - headLength).toBe(3 * 2 * 4);
    expect(head.outputs.map(({ name }) => name)).toEqual(['outcome', 'logits', 'abstained_because']);
    expect(head.outputs[1]).toMatchObject({ shape: [3, 2], parameters: { binary_data_size: 24 } });
    expect(bytes.readFloatLE(headLength + 4)).toBeCloseTo(told.logits[1]!, 4);
    expect(valuesOf(head, 'outcome')[0]).toBe(told.outcome);
    expect(valuesOf(head, 'outcome')[2]).toBe('abstained');
    expect(valuesOf(head, 'abstained_because')[2]).toMatch(/^[a-z_]+$/);
  });

  it('can be asked of one version', async () => {
    const path = `/v2/models/champion/versions/${STARTER_VERSION}/infer`;
    const { body } = await infer([pictures([film])], { outputs: [{ name: 'version' }, { name: 'job_id' }] }, path);
    expect(body.outputs.map(({ name }) => name)).toEqual(['version', 'job_id']);
    const job = await http.job(String(valuesOf(body, 'job_id')[0]));
    expect((job.result as PredictionResult).model).toEqual({ alias: null, version: STARTER_VERSION });
  });
});

describe('raw tensors', () => {
  it('give what the network says to the same numbers, and are gone afterwards', async () => {
    const values = await filmTensor();
    const shape = [1, SIDE, SIDE, 1];
    const jobsBefore = (await http.call<{ jobs: JobResource[] }>('GET', '/v1/jobs')).body.jobs.length;
    const inJson = await infer([{ name: 'input', shape, datatype: 'FP32', data: [...values] }]);
    expect(inJson.status).toBe(200);
    expect(inJson.body.outputs.map(({ name }) => name)).toEqual([
      'probability',
      'logits',
      'threshold',
      'version',
      'disclaimer',
    ]);
    expect(inJson.body.parameters.disclaimer).toBe(told.disclaimer);
    const { payload, headers } = binaryBody(
      { name: 'input', shape: [2, ...shape.slice(1)], datatype: 'FP32' },
      Buffer.from(Float32Array.from([...values, ...values.map((value) => 255 - value)]).buffer),
    );
    const inBinary = await fetch(`${stack.url}${INFER}`, { method: 'POST', headers, body: new Uint8Array(payload) });
    const two = (await inBinary.json()) as InferResponse;
    for (const answer of [inJson.body, two]) {
      expect(valuesOf(answer, 'probability')[0]).toBeCloseTo(told.probability, 5);
      expect(valuesOf(answer, 'logits').slice(0, 2)).toEqual(
        told.logits.map((logit): unknown => expect.closeTo(logit, 4)),
      );
    }
    expect(two.outputs.find(({ name }) => name === 'logits')?.shape).toEqual([2, 2]);
    expect(valuesOf(two, 'logits')[3]).not.toBeCloseTo(told.logits[1]!, 2);
    expect((await http.call<{ jobs: JobResource[] }>('GET', '/v1/jobs')).body.jobs).toHaveLength(jobsBefore);
    expect(await tensorsLeft()).toEqual([]);
  });

  it('of huge numbers are answered or refused, and the server stays well', async () => {
    const data = Array.from({ length: SIDE * SIDE }, (_, index) => (index % 2 === 0 ? 3e38 : -3e38));
    const { status } = await infer([{ name: 'input', shape: [1, SIDE, SIDE, 1], datatype: 'FP32', data }]);
    expect([200, 400]).toContain(status);
    expect((await http.call('GET', '/v2/health/ready')).status).toBe(200);
    expect((await infer([pictures([film])])).status).toBe(200);
    expect(await tensorsLeft()).toEqual([]);
  });
});

/** The examples of the guide, as a reader copies them, with the address of this server. */
const examplesIn = async (language: string): Promise<string[]> => {
  const text = await readFile(join(ROOT, 'docs/open-inference-protocol.md'), 'utf8');
  const blocks = [...text.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))];
  return blocks.map(([, code]) => code!.replaceAll('127.0.0.1:8080', new URL(stack.url).host));
};

describe('the guide', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pneumo-oip-'));
    await writeFile(join(folder, 'xray.jpeg'), film);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has examples for curl that work', async () => {
    const examples = await examplesIn('sh');
    expect(examples).toHaveLength(1);
    const { stdout } = await run('sh', ['-c', examples[0]!], { cwd: folder });
    const answer = JSON.parse(stdout) as InferResponse;
    expect(valuesOf(answer, 'outcome')).toEqual([told.outcome]);
    expect(answer.outputs).toHaveLength(4);
  });

  it('has examples for tritonclient that work (skipped where python3 or PyPI is absent)', async (context) => {
    const triton = await tritonPython();
    if ('absent' in triton) return context.skip(triton.absent);
    const examples = await examplesIn('python');
    expect(examples).toHaveLength(2);
    const [picture, tensor] = await Promise.all(
      examples.map((code) => run(triton.python, ['-c', code], { cwd: folder })),
    );
    expect(picture!.stdout).toContain(`outcome b'${told.outcome}'`);
    expect(picture!.stdout).toContain('not a diagnosis');
    expect(tensor!.stdout).toMatch(/^\[\[ *-?[\d.e+-]+ +-?[\d.e+-]+\]\] For research/);
    expect(await tensorsLeft()).toEqual([]);
  }, 300_000);

  it('tells tritonclient what is wrong (skipped where python3 or PyPI is absent)', async (context) => {
    const triton = await tritonPython();
    if ('absent' in triton) return context.skip(triton.absent);
    const code = `
import tritonclient.http as triton
client = triton.InferenceServerClient("${new URL(stack.url).host}")
print(client.is_server_live(), client.is_server_ready(), client.is_model_ready("champion"), client.is_model_ready("nobody"))
print(client.get_server_metadata()["extensions"], client.get_model_metadata("champion", "${STARTER_VERSION}")["versions"])
try:
    client.get_model_metadata("nobody")
except triton.InferenceServerException as error:
    print(error.status(), error.message())
`;
    const { stdout } = await run(triton.python, ['-c', code]);
    expect(stdout.split('\n')).toEqual([
      'True True True False',
      `['binary_tensor_data'] ['${STARTER_VERSION}']`,
      '404 model_not_found: There is no alias or version nobody.',
      '',
    ]);
  }, 300_000);
});
