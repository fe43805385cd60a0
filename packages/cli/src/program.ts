import { Command } from 'commander';
import type { CliContext } from './cli-context.ts';
import { addDatasetCommands } from './commands/datasets.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addJobCommands } from './commands/jobs.ts';
import { addModelCommands } from './commands/models.ts';
import { addReviewCommands } from './commands/reviews.ts';
import { addTrainingCommands } from './commands/trainings.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { addWeightsCommands } from './commands/weights.ts';

const AFTER_HELP = `
Environment
  PNEUMO_SERVER        address of the gateway (else PNEUMO_PORT on this machine, the local start, http://127.0.0.1:8080)
  PNEUMO_API_KEY       API key, where the gateway asks for one
  PNEUMO_DOWNLOAD_DIR  where downloads are kept until they are used (default: downloads/ in the data folder)

Exit codes
  0 done   1 failed or refused   2 wrong command line   3 server or site not reached   130 stopped by Ctrl-C

The result goes to stdout, progress and faults to stderr. For research and education only. Not a diagnosis.
`;

/** The command line as commander knows it. Throws CommanderError for what it does not understand, CliError for what fails. */
export const createProgram = (context: CliContext): Command => {
  const program = new Command('pneumo')
    .description('Trains, judges and serves chest X-ray pneumonia classifiers on your own machines.')
    .addHelpText('after', AFTER_HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
    })
    .showHelpAfterError('(--help says more)');
  for (const addCommands of [
    addWeightsCommands,
    addDatasetCommands,
    addEvaluateCommand,
    addTrainingCommands,
    addModelCommands,
    addJobCommands,
    addVerifyCommand,
    addReviewCommands,
  ]) {
    addCommands(program, context);
  }
  return program;
};
