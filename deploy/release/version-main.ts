import { resolve } from 'node:path';
import { messageOf } from '../../packages/shared/src/runtime/errors.ts';
import { makeVersion } from './make-version.ts';

/* `pnpm release:version`: the next version, ready to be looked at and committed. */

try {
  const date = new Date().toISOString().slice(0, 'yyyy-mm-dd'.length);
  const version = await makeVersion(resolve(import.meta.dirname, '../..'), date);
  console.log(`${version}: read CHANGELOG.md once more, then commit, and tag v${version} once it is on main`);
} catch (error) {
  console.error(`release:version: ${messageOf(error)}`);
  process.exitCode = 1;
}
