import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf } from '../../packages/shared/src/runtime/errors.ts';
import { checks } from './check-overlay.ts';
import { findKustomize, type Kustomize } from './kustomize.ts';

/* `pnpm k8s:check`: renders every overlay and checks it without a cluster. Ends with 1 where anything is wrong. */

const OVERLAYS = resolve(import.meta.dirname, '../../k8s/overlays');

const checkFolder = async (kustomize: Kustomize, overlay: string): Promise<number> => {
  const manifests = await kustomize.render(join(OVERLAYS, overlay));
  console.log(`${overlay}: ${manifests.length} objects`);
  let count = 0;
  for (const [name, check] of Object.entries(checks)) {
    const problems = await check(manifests);
    count += problems.length;
    console.log(`  ${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    for (const problem of problems) console.log(`         ${problem}`);
  }
  return count;
};

const kustomize = await findKustomize({ buildIt: true });
if (kustomize === undefined) {
  console.log(
    'SKIPPED: no kustomize 5 here. Install kubectl 1.27 or newer, kustomize 5, or Go to build it from its module.',
  );
} else {
  console.log(`Rendering with ${kustomize.name}`);
  let problems = 0;
  for (const overlay of (await readdir(OVERLAYS)).sort()) {
    try {
      problems += await checkFolder(kustomize, overlay);
    } catch (error) {
      problems += 1;
      console.log(`${overlay}: FAILED to render: ${messageOf(error)}`);
    }
  }
  console.log(problems === 0 ? 'All overlays are well.' : `${problems} problems.`);
  process.exitCode = problems === 0 ? 0 : 1;
}
