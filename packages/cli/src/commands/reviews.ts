import type { AiAgreement, ReferenceFigures, ReviewSummary } from '@pneumo/shared/contracts';
import type { Command } from 'commander';
import { type CliContext, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { withExamples } from '../examples.ts';
import { counted, withInterval } from '../output/figures.ts';

interface SummaryOptions extends CommonOptions {
  readonly modelVersion?: string;
  readonly since?: string;
  readonly until?: string;
  readonly aiSeen?: boolean;
}

const agreementLines = (name: string, { reviews, images, agree, share, kappa, sample }: AiAgreement): string[] =>
  reviews === 0
    ? [`${name}: no readings in which both decide`]
    : [
        `${name}: the same in ${agree} of ${counted(reviews, 'reading')} of ${counted(images, 'image')}, share ${withInterval(share)}, kappa ${withInterval(kappa)}`,
        `  Sample: ${sample}`,
      ];

const referenceLines = (figures: ReferenceFigures): string[] =>
  figures.images === 0
    ? []
    : [
        `  ${counted(figures.images, 'image')} of ${counted(figures.patients, 'patient')} (${figures.pneumonia} pneumonia, ${figures.normal} normal; ${figures.abstained} more without an answer):`,
        `    sensitivity ${withInterval(figures.sensitivity)}, specificity ${withInterval(figures.specificity)}`,
        `    Sample: ${figures.sample}`,
      ];

const summaryLines = (summary: ReviewSummary): string[] => [
  `${counted(summary.reviews, 'review')} of ${counted(summary.images, 'image')} by ${counted(summary.readers, 'reader')}, ${summary.removed} taken back`,
  `Labels: ${Object.entries(summary.byLabel)
    .map(([label, count]) => `${label} ${count}`)
    .join(', ')}`,
  `Images: ${Object.entries(summary.byState)
    .map(([state, count]) => `${state.replaceAll('_', ' ')} ${count}`)
    .join(', ')}`,
  ...summary.sampling.map(({ origin, reviews, inWords }) => `Sampling ${origin}: ${reviews}, ${inWords}`),
  ...agreementLines('Blinded readers and the AI', summary.agreement.blinded),
  ...agreementLines('Readers who say they were blinded', summary.agreement.claimed),
  ...agreementLines('Readers who saw the answer', summary.agreement.unblinded),
  ...summary.readerPairs.map(
    ({ readers, images, agree, kappa }) =>
      `Readers ${readers.join(' and ')}: the same on ${agree} of ${counted(images, 'image')}, kappa ${withInterval(kappa)}`,
  ),
  ...summary.versions.flatMap(({ version, onAgreed, onRandom }) => [
    `${version} against readers:`,
    ...referenceLines(onAgreed),
    ...referenceLines(onRandom),
  ]),
  ...summary.notes.map((note) => `Note: ${note}`),
  summary.disclaimer,
];

export const addReviewCommands = (program: Command, context: CliContext): void => {
  const reviews = withExamples(
    program.command('reviews').description('what readers say of predictions'),
    'pneumo reviews summary',
  );

  withCommonOptions(
    reviews
      .command('summary')
      .description('how often readers, the AI and other readers agree, and how the images were chosen')
      .option('--model-version <version>', 'only predictions of this version')
      .option('--since <time>', 'only reviews from this time on, such as 2026-01-31')
      .option('--until <time>', 'only reviews up to this time')
      .option('--ai-seen', 'only readings with the AI’s answer seen')
      .option('--no-ai-seen', 'only readings without'),
    { examples: ['pneumo reviews summary --since 2026-01-31 --no-ai-seen'] },
  ).action(async (options: SummaryOptions) => {
    const run = createRun(context, options);
    const query = new URLSearchParams();
    if (options.modelVersion !== undefined) query.set('version', options.modelVersion);
    if (options.since !== undefined) query.set('since', options.since);
    if (options.until !== undefined) query.set('until', options.until);
    if (options.aiSeen !== undefined) query.set('aiSeen', String(options.aiSeen));
    const summary = await run.api.json<ReviewSummary>(`/v1/reviews/summary?${query.toString()}`);
    run.print(summary, summaryLines(summary));
  });
};
