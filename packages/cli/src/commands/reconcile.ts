import type { ReconcileReport } from '@pneumo/shared/runtime';
import type { Command } from 'commander';
import { type CliContext, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { counted } from '../output/figures.ts';

const linesOf = ({ pending, queuedAgain, finished, unmended }: ReconcileReport): string[] => [
  `${counted(pending, 'job')} pending in the store`,
  `  queued again: ${queuedAgain}`,
  `  finished, since their outcome was recorded: ${finished}`,
  `  needed nothing: ${pending - queuedAgain - finished - unmended}`,
  ...(unmended === 0 ? [] : [`  could not be mended: ${unmended}`]),
];

export const addReconcileCommand = (program: Command, context: CliContext): void => {
  withCommonOptions(
    program
      .command('reconcile')
      .description(
        'queue again what is pending in the store and not in Redis, and finish what was cut off; may be run at any time',
      )
      .addHelpText(
        'after',
        '\nGateways do the same when they start, every minute, and when they find Redis empty. Works on Redis and the store themselves: beside a local start, or with REDIS_URL and S3_... as the services have them.',
      ),
    { server: false, examples: ['pneumo reconcile', 'pneumo reconcile --json'] },
  ).action(async (options: CommonOptions) => {
    const run = createRun(context, options);
    // Loaded only now: what speaks to Redis and the store takes a while to load.
    const { reconcileAll } = await import('../operator/reconcile-all.ts');
    const report = await reconcileAll(context.env);
    run.print(report, linesOf(report));
    if (report.unmended > 0) {
      throw new CliError(
        `${counted(report.unmended, 'job')} could not be mended; the gateway's log says why.`,
        EXIT_CODES.failed,
      );
    }
  });
};
