import { CHAMPION, type Principal } from '@pneumo/shared/contracts';
import { type JobStore, type Logger, messageOf, type Registry } from '@pneumo/shared/runtime';
import { networkOf } from './network-of.ts';
import type { VersionCache } from './version-cache.ts';

/**
 * Loads the champions of the first workspaces and runs each once, so that the first prediction does not wait for it. Nothing depends on
 * it: what fails is logged, and fails again, visibly, in the job that needs it.
 */
export const warmUp = async (
  { jobs, registry, logger }: { readonly jobs: JobStore; readonly registry: Registry; readonly logger: Logger },
  versions: VersionCache,
  maxVersions: number,
): Promise<void> => {
  let warmed = 0;
  const runBlank = (principal: Principal, version: string): Promise<unknown> =>
    versions.use(principal, version, ({ manifest, infer }) => {
      const { height, width, channels } = networkOf(manifest).input;
      return infer(new Float32Array(height * width * channels));
    });
  try {
    for await (const workspace of jobs.listWorkspaces()) {
      if (warmed >= maxVersions) return;
      const principal: Principal = { workspace, keyId: 'inferencer', scopes: [] };
      const champion = await registry.tryAlias(principal, CHAMPION);
      if (champion === undefined) continue;
      const { version } = champion.alias;
      try {
        await runBlank(principal, version);
        warmed += 1;
      } catch (error) {
        logger.warn({ version, error: messageOf(error) }, 'a champion could not be warmed up');
      }
    }
  } catch (error) {
    logger.info({ error: messageOf(error) }, 'the champions could not be warmed up');
  }
};
