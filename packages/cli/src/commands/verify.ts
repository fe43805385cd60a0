import type { Command } from 'commander';
import { type CliContext, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { CliError } from '../cli-error.ts';
import { counted } from '../output/figures.ts';
import { tableLines } from '../output/table.ts';
import type { Verification } from '../verify/verify-job.ts';

const MARKS = { holds: '✓', fails: '✗', skipped: '-' } as const;

const linesOf = ({ jobId, version, checks, evidenceSha256, disclaimer }: Verification): string[] => [
  `Prediction ${jobId} by ${version}`,
  `Evidence   ${evidenceSha256}`,
  '',
  ...tableLines(
    ['', 'check', ''],
    checks.map(({ what, result, detail }) => [MARKS[result], what, detail]),
  ).slice(1),
  '',
  disclaimer,
];

export const addVerifyCommand = (program: Command, context: CliContext): void => {
  withCommonOptions(
    program
      .command('verify')
      .description(
        'hash again all that made a prediction, run its network again, and compare; exit code 1 if anything differs',
      )
      .argument('<job>', 'id of a prediction'),
    { examples: ['pneumo verify 019b1f00-0000-7000-8000-000000000000'] },
  ).action(async (jobId: string, options: CommonOptions) => {
    const run = createRun(context, options);
    // Loaded only now: engines and decoders take half a second that other commands need not wait for.
    const { verifyJob } = await import('../verify/verify-job.ts');
    const verification = await verifyJob(run, jobId);
    run.print(verification, linesOf(verification));
    const failed = verification.checks.filter(({ result }) => result === 'fails');
    if (failed.length === 0) return;
    throw new CliError(
      `${failed.length} of ${counted(verification.checks.length, 'check')} failed (${failed.map(({ what }) => what).join(', ')}): what is stored is not what made this answer.`,
    );
  });
};
