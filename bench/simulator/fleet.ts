import type { ScalingRules } from '../autoscaling/scaled-object.ts';
import { createScaler, SYNC_SECONDS } from '../autoscaling/scaler.ts';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';
import type { SimulatedWorker, WorkerJob } from './worker.ts';

export interface FleetOptions {
  readonly workers: number;
  /** Without them there are as many as at first. */
  readonly rules?: ScalingRules;
  /** From a worker being wanted until it takes its first job. */
  readonly startSeconds: number;
  /** Nodes that are lost, with this share of the workers that there are, the oldest ones. */
  readonly losses: readonly { readonly atSeconds: number; readonly share: number }[];
}

export interface Fleet {
  /** A job was queued. */
  wake(): void;
  /** Workers that take jobs, and most so far. */
  most(): number;
  /** Of all workers, those that come up or drain too. */
  workerSeconds(): number;
  counts(): { readonly images: number; readonly runs: number };
}

/** As in packages/shared/src/runtime/job-worker.ts: a lock is renewed at half of its time, and lost ones are looked for now and then. */
const LOCK_MS = 15_000;
const STALLED_CHECK_MS = 10_000;

interface Member {
  worker: SimulatedWorker | undefined;
  readonly sinceMs: number;
  isWanted: boolean;
}

/** The workers of a Deployment: scaled by the rules of the cluster, and lost together with their nodes. */
export const createFleet = (
  { clock, random, createWorker }: { clock: Clock; random: Random; createWorker: () => SimulatedWorker },
  { workers, rules, startSeconds, losses }: FleetOptions,
  backlog: () => number,
): Fleet => {
  // Oldest first.
  let members: Member[] = [];
  const made: SimulatedWorker[] = [];
  let goneMs = 0;
  let turn = 0;
  let most = workers;

  const add = (delaySeconds: number): void => {
    const member: Member = { worker: undefined, sinceMs: clock.nowMs(), isWanted: true };
    members.push(member);
    clock.after(delaySeconds * 1_000, () => {
      if (!member.isWanted) return;
      member.worker = createWorker();
      made.push(member.worker);
      most = Math.max(most, members.filter(({ worker }) => worker !== undefined).length);
      member.worker.wake();
    });
  };
  const remove = (member: Member): void => {
    members = members.filter((each) => each !== member);
    member.isWanted = false;
    goneMs += clock.nowMs() - member.sinceMs;
    member.worker?.drain();
  };
  const scaleTo = (count: number): void => {
    while (members.length < count) add(startSeconds);
    while (members.length > count) remove(members.at(-1)!);
  };

  const lose = (share: number): void => {
    for (const member of members.slice(0, Math.ceil(share * members.length))) {
      members = members.filter((each) => each !== member);
      member.isWanted = false;
      goneMs += clock.nowMs() - member.sinceMs;
      const orphans: readonly WorkerJob[] = member.worker?.kill() ?? [];
      const lockLeftMs = LOCK_MS * (0.5 + 0.5 * random.uniform());
      const foundMs = lockLeftMs + STALLED_CHECK_MS * random.uniform();
      clock.after(foundMs, () => {
        for (const job of orphans) job.orphaned();
      });
      add(startSeconds);
    }
  };
  for (let index = 0; index < workers; index += 1) add(0);
  for (const { atSeconds, share } of losses) clock.after(atSeconds * 1_000, () => lose(share));
  if (rules !== undefined) {
    const scaler = createScaler(rules);
    const look = (): void => {
      scaleTo(scaler.sync(clock.nowMs() / 1_000, members.length, { prediction: backlog() }));
      clock.after(SYNC_SECONDS * 1_000, look);
    };
    look();
  }

  return {
    wake: () => {
      // The one that has waited longest is served first.
      turn += 1;
      for (let index = 0; index < members.length; index += 1) {
        members[(turn + index) % members.length]!.worker?.wake();
      }
    },
    most: () => most,
    workerSeconds: () => (goneMs + members.reduce((sum, { sinceMs }) => sum + clock.nowMs() - sinceMs, 0)) / 1_000,
    counts: () =>
      made.reduce(
        (sum, worker) => {
          const { images, runs } = worker.counts();
          return { images: sum.images + images, runs: sum.runs + runs };
        },
        { images: 0, runs: 0 },
      ),
  };
};
