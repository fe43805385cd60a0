import type { Stack } from '../../packages/local/src/index.ts';

/** What a Deployment does: as many worker processes as are wanted. */
export interface WorkerPool {
  /** As many as are wanted, which come up or run. */
  size(): number;
  ready(): number;
  /** Process ids of those that were told to end. */
  drained(): readonly number[];
  /** Brings up more at once, or ends the newest ones with SIGTERM. */
  scaleTo(count: number): void;
  /** Kills the oldest one that is ready with SIGKILL; it comes up again, as a container does. Gives its process id. */
  killOldest(): number;
  /** Ends the oldest one that is ready with SIGTERM and brings up another in its place, as when a node is emptied. */
  drainOldest(): void;
  /** Rejects where a worker could not be started or ended. */
  settled(): Promise<void>;
}

interface Member {
  /** Resolves when it is ready. */
  name: Promise<string>;
  isReady: boolean;
}

export const createWorkerPool = (
  stack: Pick<Stack, 'add' | 'end' | 'kill' | 'restart' | 'processes'>,
  kind: 'inferencer' | 'trainer',
  present: readonly string[],
): WorkerPool => {
  // Oldest first.
  const members: Member[] = present.map((name) => ({ name: Promise.resolve(name), isReady: true }));
  const names = new Map(members.map((member, index) => [member, present[index]!]));
  const steps = new Set<Promise<void>>();
  const drained: number[] = [];

  const keep = (step: Promise<void>): void => {
    steps.add(step);
    // What fails stays, and is told by `settled`.
    step.then(
      () => steps.delete(step),
      () => undefined,
    );
  };
  const comesUp = (member: Member): void =>
    keep(
      member.name.then((name) => {
        names.set(member, name);
        member.isReady = true;
      }),
    );
  const start = (): void => {
    const member: Member = { name: stack.add(kind), isReady: false };
    members.push(member);
    comesUp(member);
  };
  const end = (member: Member): void => {
    members.splice(members.indexOf(member), 1);
    keep(
      member.name.then((name) => {
        const pid = pidOf(name);
        if (pid !== undefined) drained.push(pid);
        return stack.end(name);
      }),
    );
  };
  const pidOf = (name: string): number | undefined => stack.processes().find((process) => process.name === name)?.pid;
  const oldest = (): Member => {
    const member = members.find(({ isReady }) => isReady);
    if (member === undefined) throw new Error(`there is no ${kind} that is ready`);
    return member;
  };

  return {
    size: () => members.length,
    ready: () => members.filter(({ isReady }) => isReady).length,
    drained: () => drained,
    scaleTo: (count) => {
      while (members.length < count) start();
      while (members.length > count) end(members.at(-1)!);
    },
    killOldest: () => {
      const member = oldest();
      const name = names.get(member)!;
      const pid = pidOf(name);
      if (pid === undefined) throw new Error(`${name} is down already`);
      stack.kill(name);
      member.isReady = false;
      member.name = stack.restart(name).then(() => name);
      comesUp(member);
      return pid;
    },
    drainOldest: () => {
      end(oldest());
      start();
    },
    settled: async () => {
      while (steps.size > 0) await Promise.all(steps);
    },
  };
};
