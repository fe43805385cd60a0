import { createShadowWorker, type Runtime } from '@pneumo/shared/runtime';
import { createChampionCounts } from '../drift/count-champion.ts';
import type { FollowChampion } from '../prediction/champion-answer.ts';
import { createShadowAnswers, type ShadowDeps } from './answer-shadow.ts';
import { createShadowOffer } from './offer-shadow.ts';

/** One waits for its image while the other computes; more would only crowd out what somebody waits for. */
const CONCURRENCY = 2;

export interface ChampionFollowers {
  readonly follow: FollowChampion;
  start(): Promise<void>;
  /** Puts back what it has taken. */
  stop(): Promise<void>;
  /** Writes the last counts; after the last prediction has ended. */
  close(): Promise<void>;
}

/** What follows an answer of the champion: it is counted for the drift watch, and the challenger answers, too, when nothing else is to do. */
export const createChampionFollowers = (
  runtime: Pick<
    Runtime,
    'store' | 'jobs' | 'registry' | 'workspaceSettings' | 'shadows' | 'queues' | 'workerRedis' | 'prefix' | 'logger'
  >,
  options: Pick<ShadowDeps, 'versions' | 'sitePoints' | 'codeVersion'> & { readonly isBusy: () => boolean },
): ChampionFollowers => {
  const { isBusy, ...serving } = options;
  const { workerRedis: redis, queues, prefix, logger } = runtime;
  const counts = createChampionCounts(runtime);
  const offer = createShadowOffer({ ...runtime, settings: runtime.workspaceSettings });
  const shadows = createShadowAnswers({ ...runtime, ...serving });
  const worker = createShadowWorker({
    redis,
    prefix,
    queues,
    logger,
    concurrency: CONCURRENCY,
    isBusy,
    handle: (message) => shadows.answer(message),
  });
  return {
    follow: (answer) => {
      counts.count(answer);
      offer(answer);
    },
    start: () => worker.start(),
    stop: () => worker.close(),
    close: async () => {
      await Promise.all([counts.close(), shadows.close()]);
    },
  };
};
