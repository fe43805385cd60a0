import type { JobChild, JobResource, TrainingInput, TrainingResult } from '../contracts/index.ts';

const childOf = ({ id, state, progress, input, result, error }: JobResource): JobChild => {
  const { architecture, seed } = input as TrainingInput;
  const trained = state === 'succeeded' ? (result as TrainingResult) : undefined;
  return {
    id,
    architecture,
    seed,
    state,
    progress,
    ...(trained === undefined ? {} : { version: trained.version, validationAuc: trained.validation.auc }),
    ...(error === undefined ? {} : { error }),
  };
};

const stageOf = (children: readonly JobChild[], total: number, ended: number): string => {
  const running = children.find(({ state }) => state === 'running');
  if (running !== undefined) return `${running.architecture}, seed ${running.seed}: ${running.progress.stage}`;
  return ended === total ? 'waiting to be judged' : 'waiting for a trainer';
};

/**
 * A comparison as callers see it, from what the store says of it and of its trainings. Until all have ended no worker
 * speaks for it: how far it is, is how far they are.
 */
export const viewComparison = (comparison: JobResource, trainings: readonly JobResource[]): JobResource => {
  const children = trainings.map(childOf);
  const isTaken = comparison.attempt > 0 && comparison.state === 'running';
  if (comparison.state !== 'queued' && comparison.state !== 'running') return { ...comparison, children };
  // Without trainings its request is not valid: its worker says so.
  if (isTaken || children.length === 0) return { ...comparison, children };
  const total = children.length;
  const ended = children.filter(({ state }) => state !== 'queued' && state !== 'running').length;
  const started = trainings.flatMap(({ startedAt }) => startedAt ?? []).sort()[0];
  return {
    ...comparison,
    state: children.some(({ state }) => state !== 'queued') ? 'running' : 'queued',
    ...(started === undefined ? {} : { startedAt: started }),
    progress: { done: ended, total, unit: 'trainings', stage: stageOf(children, total, ended) },
    children,
  };
};
