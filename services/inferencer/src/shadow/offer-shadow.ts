import { hashToUnit } from '@pneumo/models';
import { CHALLENGER, type Principal, SCHEMA_VERSION } from '@pneumo/shared/contracts';
import {
  createFreshLookup,
  type Logger,
  messageOf,
  type Registry,
  type Settings,
  type ShadowQueue,
} from '@pneumo/shared/runtime';
import type { ChampionAnswer, FollowChampion } from '../prediction/champion-answer.ts';

/** Fixed: which predictions are shadowed depends on their ids and the share alone, whichever replica asks. */
const SEED = 'shadow';

/** Whether a prediction is among the share that the challenger answers, too; of a larger share it is so, too. */
export const isShadowed = (jobId: string, share: number): boolean => hashToUnit(SEED, jobId) < share;

/**
 * Asks for the challenger's answer where one is named and the prediction is drawn. It is done beside the job and may fail: the answer is given
 * already, and a shadow less is no harm.
 */
export const createShadowOffer = (options: {
  readonly registry: Pick<Registry, 'tryAlias'>;
  readonly settings: Pick<Settings, 'inForce'>;
  readonly shadows: Pick<ShadowQueue, 'add'>;
  readonly logger: Logger;
  /** How old the knowledge of alias and share may be. */
  readonly freshMs?: number;
}): FollowChampion => {
  const { registry, settings, shadows, logger } = options;
  const challengers = createFreshLookup<string | undefined>(options.freshMs);

  const challengerOf = (principal: Principal): Promise<string | undefined> =>
    challengers(principal.workspace, async () => (await registry.tryAlias(principal, CHALLENGER))?.alias.version);

  const offer = async ({ principal, jobId, version }: ChampionAnswer): Promise<void> => {
    const challenger = await challengerOf(principal);
    if (challenger === undefined || challenger === version) return;
    const { shadowShare } = await settings.inForce(principal);
    if (!isShadowed(jobId, shadowShare)) return;
    const { workspace } = principal;
    const added = await shadows.add({ schemaVersion: SCHEMA_VERSION, workspace, jobId, challenger });
    if (!added) logger.debug({ jobId, challenger }, 'too many shadows wait; this one is left out');
  };

  return (answer) => {
    offer(answer).catch((error: unknown) => {
      logger.debug({ jobId: answer.jobId, error: messageOf(error) }, 'not shadowed');
    });
  };
};
