import type { JobKind } from '../../packages/shared/src/contracts/index.ts';
import type { ScalingPolicy, ScalingRules } from './scaled-object.ts';

export type Backlogs = Readonly<Partial<Record<JobKind, number>>>;

/** What a cluster does with a ScaledObject: KEDA between none and one, the autoscaler of Kubernetes from one on. */
export interface Scaler {
  /** KEDA's part, every `pollingSeconds`. Both give how many workers there should be. */
  poll(atSeconds: number, workers: number, backlogs: Backlogs): number;
  /** The autoscaler's part, every `SYNC_SECONDS`. */
  sync(atSeconds: number, workers: number, backlogs: Backlogs): number;
}

/** How often the autoscaler of Kubernetes looks. */
export const SYNC_SECONDS = 15;

/** It leaves things as they are while the figure is within a tenth of what it should be. */
const TOLERANCE = 0.1;

interface Said {
  readonly atSeconds: number;
  readonly workers: number;
}

/**
 * Time comes from outside, in seconds of the cluster. As in Kubernetes: the largest wish of all targets counts; of the wishes within a window
 * the highest holds against going down and the lowest against going up; then no step is larger than the most generous policy allows.
 */
export const createScaler = (rules: ScalingRules): Scaler => {
  const { least, most, up, down, targets } = rules;
  const wishes: Said[] = [];
  /** Workers that came and went. */
  const added: Said[] = [];
  const removed: Said[] = [];
  let lastActiveSeconds = Number.NEGATIVE_INFINITY;

  const wishOf = (workers: number, backlogs: Backlogs): number =>
    Math.max(
      ...targets.map(({ kind, perWorker }) => {
        const backlog = backlogs[kind] ?? 0;
        const ratio = backlog / (perWorker * workers);
        return Math.abs(1 - ratio) <= TOLERANCE ? workers : Math.ceil(backlog / perWorker);
      }),
    );

  const within = (list: readonly Said[], atSeconds: number, seconds: number): number[] =>
    list.filter((said) => said.atSeconds > atSeconds - seconds).map(({ workers }) => workers);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

  /** How many there were when the policy's period began. */
  const before = (atSeconds: number, workers: number, { periodSeconds }: ScalingPolicy): number =>
    workers - sum(within(added, atSeconds, periodSeconds)) + sum(within(removed, atSeconds, periodSeconds));

  const highest = (atSeconds: number, workers: number): number =>
    Math.max(
      workers,
      ...up.policies.map((policy) => {
        const start = before(atSeconds, workers, policy);
        return policy.type === 'Pods' ? start + policy.value : Math.ceil(start * (1 + policy.value / 100));
      }),
    );
  const lowest = (atSeconds: number, workers: number): number =>
    Math.min(
      workers,
      ...down.policies.map((policy) => {
        const start = before(atSeconds, workers, policy);
        return policy.type === 'Pods' ? start - policy.value : Math.trunc(start * (1 - policy.value / 100));
      }),
    );

  return {
    poll: (atSeconds, workers, backlogs) => {
      if (targets.some(({ kind }) => (backlogs[kind] ?? 0) > 0)) {
        lastActiveSeconds = atSeconds;
        return Math.max(workers, least, 1);
      }
      if (least > 0) return Math.max(workers, least);
      return atSeconds - lastActiveSeconds >= rules.cooldownSeconds ? 0 : workers;
    },
    sync: (atSeconds, workers, backlogs) => {
      // KEDA's autoscaler sleeps where there is none.
      if (workers === 0) return 0;
      if (wishes.length === 0) wishes.push({ atSeconds, workers });
      const wish = wishOf(workers, backlogs);
      wishes.push({ atSeconds, workers: wish });
      const floor = Math.min(wish, ...within(wishes, atSeconds, up.windowSeconds));
      const ceiling = Math.max(wish, ...within(wishes, atSeconds, down.windowSeconds));
      const steady = Math.min(Math.max(workers, floor), ceiling);
      const allowed = Math.min(Math.max(steady, lowest(atSeconds, workers)), highest(atSeconds, workers));
      const next = Math.min(Math.max(allowed, least, 1), most);
      if (next > workers) added.push({ atSeconds, workers: next - workers });
      if (next < workers) removed.push({ atSeconds, workers: workers - next });
      return next;
    },
  };
};
