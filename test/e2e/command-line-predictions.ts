import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestCli } from '../../packages/cli/test/create-test-cli.ts';
import { encodeCanonicalPng, encodePhantomPng, inspectImage } from '../../packages/imaging/src/index.ts';
import { drawPhantom } from '../../packages/imaging/src/pure/index.ts';
import {
  type BatchLine,
  type BatchResource,
  DISCLAIMER,
  type JobResource,
  OUTCOME_WORDS,
  type PredictionResult,
  type Principal,
  SCOPES,
} from '../../packages/shared/src/contracts/index.ts';
import { createObjectStore, createRegistry, type Registry } from '../../packages/shared/src/runtime/index.ts';
import { createHttp } from './http.ts';
import type { TestStack } from './test-stack.ts';

const DICOM = resolve(import.meta.dirname, '../../packages/imaging/test/dicom-files/rle-12-bit.dcm');

const execFileAsync = promisify(execFile);
const ward: Principal = { workspace: 'ward', keyId: 'tester', scopes: SCOPES };

interface Answer {
  file: string;
  state: string;
  jobId: string;
  page: string;
  heatmap?: string;
  result?: PredictionResult;
  error?: { code?: string; message: string };
}

/** Suites of the commands that ask for predictions, carry versions about, and look at what is there; on a stack whose Redis and store they stop in the end. */
export const describePredictionCommands = (stackOf: () => TestStack): void => {
  let stack: TestStack;
  let cli: ReturnType<typeof createTestCli>;
  let films: string;

  beforeAll(async () => {
    stack = stackOf();
    films = join(stack.dataDir, 'single');
    await mkdir(films);
    cli = createTestCli({ dataDir: stack.dataDir, callerDir: films, server: stack.url });
    for (const label of ['normal', 'pneumonia'] as const) {
      await writeFile(join(films, `${label}.png`), encodePhantomPng(drawPhantom({ seed: 7, label })));
    }
    await writeFile(join(films, 'notes.png'), 'no picture');
  });

  const openRegistry = (): { registry: Registry; close: () => void } => {
    const store = createObjectStore(stack.s3);
    return { registry: createRegistry(store), close: () => store.close() };
  };

  describe('pneumo predict', { timeout: 120_000 }, () => {
    it('answers several files with words, figures, model, warnings, page and heat map, and fails for the one that is none', async () => {
      const asked = ['predict', 'pneumonia.png', 'notes.png', 'normal.png', '--no-abstain', '--explain'];
      const { exitCode, stdout, stderr } = await cli(...asked, '--json');
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('1 of 3 files failed; the first was notes.png')]);
      const { predictions, disclaimer } = JSON.parse(stdout) as { predictions: Answer[]; disclaimer: string };
      expect(disclaimer).toBe(DISCLAIMER);
      expect(predictions.map(({ file, state }) => [file, state])).toEqual([
        ['pneumonia.png', 'succeeded'],
        ['notes.png', 'refused'],
        ['normal.png', 'succeeded'],
      ]);
      expect(predictions[1]!.error).toMatchObject({ code: 'image_unsupported_format' });
      const [first] = predictions as [Answer];
      expect(first.page).toBe(`${stack.url}/assess/${first.jobId}`);
      expect(first.result!.disclaimer).toBe(DISCLAIMER);
      const served = await createHttp(stack.url).postImage(
        await readFile(join(films, 'pneumonia.png')),
        { abstain: 'false' },
        { prefer: 'wait=30' },
      );
      expect(first.result!.probability).toBe((served.body.result as PredictionResult).probability);

      const heatmap = await readFile(join(films, first.heatmap!));
      expect(first.heatmap).toBe('pneumonia.png.heatmap.png');
      expect(heatmap.includes(Buffer.from('not a diagnosis'))).toBe(true);
      const { width, height } = inspectImage(await readFile(join(films, 'pneumonia.png')));
      expect(inspectImage(heatmap)).toMatchObject({ channels: 3, width, height });

      const text = await cli('predict', 'pneumonia.png', 'normal.png', '--no-abstain', '--wait');
      const { outcomeInWords, probability, threshold, model } = first.result!;
      for (const part of [
        outcomeInWords,
        `probability ${probability.toFixed(3)}`,
        threshold.toFixed(3),
        `champion: ${model.version}`,
        'Warning: ',
        `${stack.url}/assess/`,
      ]) {
        expect(text.stdout).toContain(part);
      }
      expect(text.exitCode).toBe(0);
      expect(text.stdout.trim().endsWith(DISCLAIMER)).toBe(true);
    });

    it('says in words why the model abstains, and no number beside it', async () => {
      const grey = { pixels: new Uint8Array(200 * 160).fill(128), width: 200, height: 160 };
      await writeFile(join(films, 'grey.png'), encodeCanonicalPng(grey));
      const { exitCode, stdout } = await cli('predict', 'grey.png');
      expect(exitCode).toBe(0);
      expect(stdout).toContain(OUTCOME_WORDS.abstained);
      expect(stdout).toContain('The picture');
      expect(stdout).not.toContain('probability 0');
    });

    it('prints a row per file as CSV with the disclaimer in each, takes DICOM, and puts heat maps where it is told', async () => {
      const asked = ['predict', 'pneumonia.png', DICOM, '--no-abstain', '--explain', '--out', 'maps', '--csv'];
      const { exitCode, stdout, stderr } = await cli(...asked);
      expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
      const [header, ...rows] = stdout.trim().split('\n');
      expect(header).toMatch(/^file,jobId,state,outcome,.*,disclaimer$/);
      expect(rows).toHaveLength(2);
      for (const row of rows) expect(row).toContain('not a diagnosis');
      expect(await stat(join(films, 'maps/pneumonia.png.heatmap.png'))).toMatchObject({ size: expect.any(Number) });
      expect((await cli('predict', 'pneumonia.png', '--csv', '--json')).exitCode).toBe(2);
    });

    it('only sends with --no-wait, and says what is not there, a folder, and a model that is not known', async () => {
      const sent = await cli('predict', 'normal.png', '--no-wait', '--json');
      const { predictions } = JSON.parse(sent.stdout) as { predictions: Answer[] };
      expect(predictions[0]).not.toHaveProperty('result');
      const watched = await cli('jobs', 'watch', predictions[0]!.jobId, '--json');
      expect((JSON.parse(watched.stdout) as JobResource).state).toBe('succeeded');
      const { exitCode, stdout } = await cli('predict', 'absent.png', '.');
      expect([exitCode, stdout]).toEqual([
        1,
        expect.stringMatching(/absent\.png is not there[^]*pneumo batch takes folders/),
      ]);
      const unknown = await cli('predict', 'normal.png', '--model', 'nobody');
      expect([unknown.exitCode, unknown.stdout]).toEqual([1, expect.stringContaining('model_not_found')]);
    });
  });

  describe('pneumo batch', { timeout: 120_000 }, () => {
    const linesOf = (text: string): BatchLine[] =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as BatchLine);

    it('asks about a folder, with the names that the caller knows, and writes a line per image or CSV', async () => {
      await mkdir(join(films, 'many'));
      for (const name of ['doe-john.png', 'doe-jane.png']) {
        await writeFile(join(films, 'many', name), await readFile(join(films, 'normal.png')));
      }
      await writeFile(join(films, 'many/broken.png'), 'no picture');
      await writeFile(join(films, 'many/readme.txt'), 'left out');
      const { exitCode, stdout, stderr } = await cli('batch', 'many', '--no-abstain', '--ndjson');
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('1 of 3 images failed')]);
      const lines = linesOf(stdout);
      expect(lines.map(({ name, outcome, error }) => [name, outcome ?? error?.code])).toEqual([
        ['broken.png', 'image_unsupported_format'],
        ['doe-jane.png', lines[1]!.outcome],
        ['doe-john.png', lines[1]!.outcome],
      ]);
      expect(lines.every(({ disclaimer }) => disclaimer === DISCLAIMER)).toBe(true);

      // The same batch, fetched again: by its id, and as CSV with the names of the folder.
      const [, id] = /Batch ([0-9a-f-]{36})/.exec(stderr)!;
      const again = await cli('batch', 'many', '--id', id!, '--out', 'results.csv', '--json');
      expect((JSON.parse(again.stdout) as BatchResource).counts).toMatchObject({ images: 3, failed: 1 });
      const rows = (await readFile(join(films, 'results.csv'), 'utf8')).split('\r\n');
      expect(rows.slice(1, 4).map((row) => row.split(',')[1])).toEqual(['broken.png', 'doe-jane.png', 'doe-john.png']);

      const imageId = lines[1]!.imageId!;
      await writeFile(join(films, 'ids.txt'), `${imageId}\n`);
      const stored = await cli('batch', '--images-from', 'ids.txt', '--no-abstain');
      expect([stored.exitCode, stored.stdout]).toEqual([0, expect.stringContaining(DISCLAIMER)]);
      const sent = await cli('batch', '--images', imageId, '--no-wait');
      expect([sent.exitCode, sent.stdout]).toEqual([0, expect.stringContaining('pneumo batch --id')]);
    });

    it('wants one source', async () => {
      for (const wrong of [[], ['many', '--images', 'a'], ['many', '--csv', '--ndjson'], ['many', '--csv', '--json']]) {
        expect([wrong, (await cli('batch', ...wrong)).exitCode]).toEqual([wrong, 2]);
      }
      const { exitCode, stderr } = await cli('batch', 'nowhere');
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('is not there')]);
    });
  });

  describe('pneumo models export and import', { timeout: 120_000 }, () => {
    const root = resolve(import.meta.dirname, '../..');
    let folder: string;
    let version: string;

    it('writes a folder whose ten-line example comes to the served probability', async () => {
      const { exitCode, stdout, stderr } = await cli('models', 'export', 'champion', '--json');
      expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
      const exported = JSON.parse(stdout) as { version: string; folder: string; files: string[] };
      ({ folder, version } = exported);
      expect(folder).toBe(join(films, version));
      expect((await readdir(folder)).sort()).toEqual(
        [...new Set(exported.files.map((name) => name.split('/')[0]!))].sort(),
      );
      for (const name of ['model.onnx', 'tfjs/model.json', 'weights.safetensors', 'manifest.json', 'metrics.json']) {
        expect(exported.files).toContain(name);
      }
      for (const name of ['README.md', 'card.md', 'usage.mjs', 'preprocess.mjs', 'manifest.json']) {
        expect(await readFile(join(folder, name), 'utf8')).toContain('not a diagnosis');
      }
      const lines = (await readFile(join(folder, 'usage.mjs'), 'utf8'))
        .split('\n')
        .filter((line) => !/^(\/\/.*)?$/.test(line));
      expect(lines).toHaveLength(10);
      expect((await cli('models', 'export', 'champion')).stderr).toContain('is not empty');

      // What npm install would bring.
      await mkdir(join(folder, 'node_modules'));
      await symlink(join(root, 'node_modules/onnxruntime-node'), join(folder, 'node_modules/onnxruntime-node'));
      await symlink(join(root, 'packages/imaging/node_modules/sharp'), join(folder, 'node_modules/sharp'));
      for (const film of ['normal.png', 'pneumonia.png']) {
        const ran = await execFileAsync(process.execPath, ['usage.mjs', join(films, film)], { cwd: folder });
        const told = JSON.parse(ran.stdout) as { probability: number; threshold: number; disclaimer: string };
        const served = await cli('predict', film, '--no-abstain', '--json');
        const { result } = (JSON.parse(served.stdout) as { predictions: Answer[] }).predictions[0]!;
        expect(Math.abs(told.probability - result!.probability)).toBeLessThan(1e-3);
        expect(told.threshold).toBeCloseTo(result!.threshold, 9);
        expect(told.disclaimer).toContain('not a diagnosis');
      }
      await rm(join(folder, 'node_modules'), { recursive: true });
    });

    it('takes the folder into another workspace once, whole or not at all, and never after it was deleted', async () => {
      const asked = ['models', 'import', folder, '--workspace', 'ward'];
      const sums = await readFile(join(folder, 'SHA256SUMS'), 'utf8');
      const weights = await readFile(join(folder, 'weights.safetensors'));
      const manifest = await readFile(join(folder, 'manifest.json'));
      const { registry, close } = openRegistry();
      const damaged = async (name: string, bytes: Uint8Array): Promise<void> => {
        await writeFile(join(folder, name), bytes);
        const { exitCode, stderr } = await cli(...asked);
        expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`${name} does not match`)]);
        expect(await registry.tryVersion(ward, version)).toBeUndefined();
      };
      await damaged(
        'weights.safetensors',
        weights.map((byte, at) => (at === 9_999 ? byte ^ 1 : byte)),
      );
      await writeFile(join(folder, 'weights.safetensors'), weights);
      await damaged('manifest.json', Buffer.from(manifest.toString().replace(/"value":0\.8/, '"value":0.7')));
      await writeFile(join(folder, 'manifest.json'), manifest);
      expect(sums).toContain('manifest.json');

      expect((await cli(...asked)).stdout).toContain(`Imported ${version} into ward`);
      expect(await registry.version(ward, version)).toEqual(JSON.parse(manifest.toString()));
      expect((await cli(...asked)).stdout).toContain('is in ward already');

      await writeFile(join(folder, 'manifest.json'), manifest.toString().replace(/"value":0\.8/, '"value":0.7'));
      await rm(join(folder, 'SHA256SUMS'));
      const other = await cli(...asked);
      expect([other.exitCode, other.stderr]).toEqual([1, expect.stringContaining('never used twice')]);
      await writeFile(join(folder, 'manifest.json'), manifest);
      await registry.deleteVersion(ward, version);
      const again = await cli(...asked);
      expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining('was deleted from ward before')]);
      close();
    });
  });

  describe('pneumo doctor', { timeout: 120_000 }, () => {
    interface Told {
      healthy: boolean;
      findings: { name: string; state: 'ok' | 'warning' | 'fault'; detail: string; mend?: string }[];
    }
    const examine = async (...args: string[]): Promise<Told & { exitCode: number; stderr: string }> => {
      const { exitCode, stdout, stderr } = await cli('doctor', '--json', ...args);
      return { exitCode, stderr, ...(JSON.parse(stdout) as Told) };
    };
    const stateOf = ({ findings }: Told, name: string): string | undefined =>
      findings.find((finding) => finding.name === name)?.state;

    it('looks at all that is needed, tries the engines, and finds nothing amiss', async () => {
      const told = await examine();
      expect(told.findings.filter(({ state }) => state === 'fault')).toEqual([]);
      expect([told.exitCode, told.healthy]).toEqual([0, true]);
      for (const name of [
        'node',
        'redis',
        'redis memory policy',
        'redis append-only file',
        'inferencers',
        'store',
        'conditional puts',
        'gateway',
        'inference engine',
        'training backend',
      ]) {
        expect([name, stateOf(told, name)]).toEqual([name, 'ok']);
      }
      // This stack has none.
      expect(stateOf(told, 'trainers')).toBe('warning');
      for (const { state, mend } of told.findings) expect(mend === undefined).toBe(state === 'ok');
    });

    it('names Redis, and then the store, once they are stopped, and says how to mend it', async () => {
      await stack.end('redis');
      const withoutRedis = await examine('--no-engines');
      expect(withoutRedis).toMatchObject({ exitCode: 1, healthy: false });
      expect(withoutRedis.stderr).toMatch(/faults?: redis, gateway/);
      expect([stateOf(withoutRedis, 'redis'), stateOf(withoutRedis, 'store')]).toEqual(['fault', 'ok']);
      await stack.end('store');
      const { exitCode, stdout } = await cli('doctor', '--no-engines');
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/✗ fault +redis +Redis at 127\.0\.0\.1:\d+ does not answer[^]*-> Start it/);
      expect(stdout).toMatch(/✗ fault +store +The store at http:\/\/127\.0\.0\.1:\d+ does not answer[^]*-> Start it/);
      expect(stdout).toMatch(/✗ fault +gateway/);
    });
  });
};
