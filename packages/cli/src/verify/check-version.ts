import { createHash } from 'node:crypto';
import { ABSTENTION_FILE } from '@pneumo/models';
import { canonicalJson, type Evidence, VersionManifest } from '@pneumo/shared/contracts';
import { canonicalSha256 } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import type { CommandRun } from '../cli-context.ts';
import { type Check, check, checkHash, orFails, skipped } from './check.ts';

/** What a prediction is made again from; absent where it could not be had. */
export interface VersionFound {
  readonly checks: Check[];
  readonly manifest?: VersionManifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Kept for the run; the others are hashed and let go: weights can be large. */
const NEEDED = new Set(['model.onnx', ABSTENTION_FILE]);

/** Fetches the version's manifest and every file that the evidence names, one after another, and hashes them here. */
export const checkVersion = async (
  { api, progress }: CommandRun,
  evidence: Evidence,
  manifestSha256: string | null,
): Promise<VersionFound> => {
  const { version, artifacts } = evidence;
  const folder = `/v1/models/${encodeURIComponent(version)}/files`;
  const files = new Map<string, Uint8Array>();
  const read = await orFails('manifest', async () => {
    const found: unknown = await api.json(`${folder}/manifest.json`);
    if (!Value.Check(VersionManifest, found))
      throw new Error(`The manifest of ${version} does not describe a version.`);
    return found;
  });
  if ('failed' in read) return { checks: [read.failed], files };
  const manifest = read.value;
  const computed = canonicalSha256(manifest);
  const checks = [
    evidence.manifestSha256 === undefined
      ? skipped('manifest', 'its hash was not recorded with the answer')
      : checkHash('manifest', computed, evidence.manifestSha256, `of ${version}, as when the answer was given`),
    checkHash('manifest now', computed, manifestSha256 ?? 'none', `of ${version}, as the gateway tells`),
    check(
      'preprocessing',
      canonicalJson(evidence.preprocessing) === canonicalJson(manifest.preprocessing),
      `${evidence.preprocessing.name} at ${evidence.preprocessing.imageSize} pixels`,
    ),
    check(
      'calibration',
      isCalibratedAlike(evidence, manifest),
      `scale ${evidence.calibration.scale}, bias ${evidence.calibration.bias}`,
    ),
    check(
      'list of files',
      Object.keys(artifacts).sort().join() === Object.keys(manifest.files).sort().join(),
      `${Object.keys(artifacts).length} files`,
    ),
  ];
  for (const [index, [name, told]] of Object.entries(artifacts).entries()) {
    progress.show({ stage: 'hashing', done: index, total: Object.keys(artifacts).length, unit: 'files' });
    const got = await orFails(
      name,
      async () => new Uint8Array(await (await api.send(`${folder}/${name}`)).arrayBuffer()),
    );
    if ('failed' in got) {
      checks.push(got.failed);
      continue;
    }
    checks.push(
      checkHash(name, createHash('sha256').update(got.value).digest('hex'), told, `${got.value.byteLength} bytes`),
    );
    if (NEEDED.has(name)) files.set(name, got.value);
  }
  progress.clear();
  return { checks, manifest, files };
};

const isCalibratedAlike = ({ calibration: told }: Evidence, { calibration }: VersionManifest): boolean =>
  told.scale === calibration.scale &&
  told.bias === calibration.bias &&
  told.calibratedAtPrevalence === calibration.calibratedAtPrevalence;
