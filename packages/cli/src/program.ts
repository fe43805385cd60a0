import { Command } from 'commander';
import type { CliContext } from './cli-context.ts';
import { addBatchCommand } from './commands/batch.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addDatasetCommands } from './commands/datasets.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addJobCommands } from './commands/jobs.ts';
import { addKeyCommands } from './commands/keys.ts';
import { addLocalCommands } from './commands/local.ts';
import { addModelCommands } from './commands/models.ts';
import { addPredictCommand } from './commands/predict.ts';
import { addReconcileCommand } from './commands/reconcile.ts';
import { addReviewCommands } from './commands/reviews.ts';
import { addTrainingCommands } from './commands/trainings.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { addWeightsCommands } from './commands/weights.ts';
import { withExamples } from './examples.ts';

const AFTER_HELP = `
Environment
  PNEUMO_SERVER        address of the gateway (else PNEUMO_PORT on this machine, the local start, http://127.0.0.1:8080)
  PNEUMO_API_KEY       API key, where the gateway asks for one
  PNEUMO_DATA_DIR      data folder of a local start (default: .pneumo): how to find it is read there
  REDIS_URL, S3_...    for keys, reconcile, models import and doctor: as the services have them (else those of the local start)
  PNEUMO_DOWNLOAD_DIR  where downloads are kept until they are used (default: downloads/ in the data folder)

Exit codes
  0 done   1 failed or refused   2 wrong command line   3 server or site not reached   130 stopped by Ctrl-C

The result goes to stdout, progress and faults to stderr. For research and education only. Not a diagnosis.
`;

/** The command line as commander knows it. Throws CommanderError for what it does not understand, CliError for what fails. */
export const createProgram = (context: CliContext): Command => {
  const program = withExamples(
    new Command('pneumo').description(
      'Trains, judges and serves chest X-ray pneumonia classifiers on your own machines.',
    ),
    'pneumo start',
    'pneumo predict film.jpeg --explain',
  )
    .addHelpText('after', AFTER_HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
    })
    .showHelpAfterError('(--help says more)');
  for (const addCommands of [
    addLocalCommands,
    addPredictCommand,
    addBatchCommand,
    addWeightsCommands,
    addDatasetCommands,
    addEvaluateCommand,
    addTrainingCommands,
    addModelCommands,
    addJobCommands,
    addVerifyCommand,
    addReviewCommands,
    addKeyCommands,
    addReconcileCommand,
    addDoctorCommand,
    addCompletionCommand,
  ]) {
    addCommands(program, context);
  }
  return program;
};
