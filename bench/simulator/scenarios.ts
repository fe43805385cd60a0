import type { ScalingRules } from '../autoscaling/scaled-object.ts';
import { bursts } from './arrivals.ts';
import type { Costs } from './costs.ts';
import { type Simulated, simulate } from './simulate.ts';

export interface ClusterScenario {
  readonly name: string;
  readonly perSecond: number;
  readonly minutes: number;
  readonly gateways: number;
  readonly redisShards: number;
  /** Backlog for each worker, where it is not the manifest's. */
  readonly perWorker?: number;
}

export interface ClusterOutcome extends ClusterScenario {
  readonly result: Simulated;
  readonly meanWorkers: number;
}

/** What no machine here could measure: assumptions. */
const ASSUMED = {
  /** A call of an S3 store in the same network. */
  storeWaitMs: 8,
  /** From a pod being wanted until it takes jobs, its node being there. */
  startSeconds: 30,
  coresEach: 2,
  /** The base spreads workers over nodes. */
  nodes: 3,
  burst: { everySeconds: 300, lastSeconds: 60, factor: 2 },
  /** How busy gateways are between bursts. */
  gatewayBusy: 0.5,
  drainSeconds: 60,
} as const;

/** Gateways that stay at half of their load between bursts; two at least. */
export const gatewaysFor = (costs: Costs, perSecond: number): number =>
  Math.max(2, Math.ceil((perSecond * costs.gateway) / 1_000 / ASSUMED.gatewayBusy));

/** Requests at random with a burst every five minutes, and one node lost half-way, with its share of the workers. */
export const runInCluster = (
  measured: Costs,
  rules: ScalingRules,
  scenario: ClusterScenario,
  options: { readonly concurrency: number; readonly maxBatch: number; readonly batchWaitMs: number },
): ClusterOutcome => {
  const { perSecond, minutes, gateways, redisShards, perWorker } = scenario;
  const costs = { ...measured, storeWait: ASSUMED.storeWaitMs };
  const seconds = minutes * 60;
  // Some of the workers there would be; the rules find the others within the warm-up.
  const workers = Math.max(rules.least, Math.ceil((perSecond * (costs.worker + costs.engineImage)) / 1_000));
  const result = simulate({
    seed: 5,
    costs,
    layout: { kind: 'cluster', gateways, coresEach: ASSUMED.coresEach, redisShards },
    fleet: {
      workers,
      rules: perWorker === undefined ? rules : { ...rules, targets: [{ kind: 'prediction', perWorker }] },
      startSeconds: ASSUMED.startSeconds,
      losses: [{ atSeconds: seconds / 2, share: 1 / ASSUMED.nodes }],
    },
    ...options,
    load: { arrivals: (random) => bursts(random, perSecond, seconds, ASSUMED.burst) },
    seconds,
    drainSeconds: ASSUMED.drainSeconds,
    warmUpSeconds: 60,
  });
  return { ...scenario, result, meanWorkers: result.workerSeconds / (seconds + ASSUMED.drainSeconds) };
};
