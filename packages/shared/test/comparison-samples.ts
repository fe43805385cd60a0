import { type ComparisonInput, DISCLAIMER, type JobResult, type PendingJob } from '../src/contracts/index.ts';
import { PRINCIPAL, type TestRuntime } from './create-test-runtime.ts';

export const comparisonInput = ({ jobs }: Pick<TestRuntime, 'jobs'>): ComparisonInput => ({
  dataset: 'ds-1',
  trainings: (['cnn', 'compact'] as const).map((architecture) => ({ job: jobs.newJobId(), architecture, seed: 1 })),
  recipe: 'recommended',
  hyperparameters: {},
  promote: 'never',
});

/** As the gateway takes a comparison: it and its trainings durable first, then queued and listed. */
export const acceptComparison = async ({
  jobs,
  live,
  comparisons,
}: TestRuntime): Promise<{ comparison: PendingJob; first: string; second: string }> => {
  const input = comparisonInput({ jobs });
  const comparison = await jobs.accept(PRINCIPAL, { id: jobs.newJobId(), kind: 'comparison', input });
  await comparisons.openTrainings(PRINCIPAL, comparison);
  await live.index(PRINCIPAL.workspace, 'comparison', comparison.id, 'queued');
  await comparisons.ensureQueued(PRINCIPAL, comparison);
  return { comparison, first: input.trainings[0]!.job, second: input.trainings[1]!.job };
};

export const comparisonResult = (winner: string): JobResult<'comparison'> => ({
  candidates: [],
  architectures: [],
  winner: { version: winner, architecture: 'compact', job: winner, validationAuc: 0.9, reason: 'told by the test' },
  gate: null,
  promotion: { alias: null, reason: 'never asked' },
  warnings: [],
  disclaimer: DISCLAIMER,
});
