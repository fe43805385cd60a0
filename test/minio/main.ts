import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { messageOf } from '../../packages/shared/src/runtime/errors.ts';
import { testEnv } from '../setup/env.ts';
import { buildMinio } from './build-minio.ts';

/* `pnpm test:minio`: MinIO, built where it is not there yet, under the store suite and the main job. Arguments go to vitest instead of these. */

const ROOT = resolve(import.meta.dirname, '../..');
const FILES = ['test/store', 'test/e2e/main-job.test.ts'];
const quiet = '--disable-warning=ExperimentalWarning';

try {
  const cacheDir = join(testEnv.cacheHome ?? join(homedir(), '.cache'), 'pneumo');
  const folder = await buildMinio({ cacheDir, env: testEnv.all, tell: (line) => console.log(line) });
  const given = process.argv.slice(2);
  // A stack takes MinIO from the PATH, and so do the tests.
  const tests = spawn(
    process.execPath,
    [quiet, join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...(given.length === 0 ? FILES : given)],
    { cwd: ROOT, stdio: 'inherit', env: { ...testEnv.all, PATH: `${folder}${delimiter}${testEnv.path}` } },
  );
  const [code] = (await once(tests, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} catch (error) {
  console.error(`test:minio: ${messageOf(error)}`);
  process.exitCode = 1;
}
