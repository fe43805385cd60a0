import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../packages/shared/src/runtime/errors.ts';
import { checkRuntime } from './check-runtime.ts';
import { makeWritable } from './read-only-tree.ts';

/* `pnpm runtime:check`: the images' folders, started as the images start them. Ends with 1 where anything fails. */

const startedMs = Date.now();
const tell = (line: string): void => {
  console.log(`${((Date.now() - startedMs) / 1_000).toFixed(1).padStart(6)} s  ${line}`);
};
const work = await mkdtemp(join(tmpdir(), 'pneumo-runtime-'));
const closers: (() => Promise<unknown>)[] = [];
try {
  await checkRuntime(work, { closers, tell });
} catch (error) {
  tell(`FAILED: ${messageOf(error)}`);
  process.exitCode = 1;
}
for (const close of closers.reverse()) {
  try {
    await close();
  } catch (error) {
    tell(`FAILED: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}
await makeWritable(work);
await rm(work, { recursive: true });
tell(process.exitCode === 1 ? 'The runtime folders are not well.' : 'All is well.');
