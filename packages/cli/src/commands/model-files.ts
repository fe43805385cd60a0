import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type CliContext, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { workspaceOption } from '../operator/workspace-option.ts';
import { counted } from '../output/figures.ts';

/** Versions as folders: out of a Pneumo, and into one. */
export const addModelFileCommands = (models: Command, context: CliContext): void => {
  withCommonOptions(
    models
      .command('export')
      .description(
        'write a version into a folder: ONNX, TensorFlow.js, weights, figures, card, and a ten-line example that runs',
      )
      .argument('<version>', 'version id or alias')
      .option('--out <dir>', 'a folder that is not there yet, or is empty (default: one named after the version)'),
    {
      examples: ['pneumo models export champion', 'pneumo models export compact-019b1f000000-a1b2c3 --out my-model'],
    },
  ).action(async (reference: string, options: CommonOptions & { out?: string }) => {
    const run = createRun(context, options);
    const { callerDir } = context.env;
    // Loaded only now: it knows how pictures are read, which takes a while to load.
    const { exportVersion } = await import('../models/export-version.ts');
    const exported = await exportVersion(run, reference, (version) =>
      options.out === undefined ? join(callerDir, version) : resolve(callerDir, options.out),
    );
    const { folder, files, disclaimer } = exported;
    run.print(exported, [
      `Wrote ${counted(files.length, 'file')} to ${folder}: README.md says what they are.`,
      `Try it: cd ${folder} && npm install onnxruntime-node sharp && node usage.mjs FILM.jpeg`,
      disclaimer,
    ]);
  });

  withCommonOptions(
    models
      .command('import')
      .description(
        'register an exported version: every file is checked against its hash, and nothing is ever overwritten',
      )
      .argument('<dir>', 'folder of a version, as models export writes it')
      .addOption(workspaceOption())
      .addHelpText(
        'after',
        '\nWorks on the store itself, as an operator: beside a local start, or with S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY as the services have them. Import only what you trust: the network runs in your inferencers.',
      ),
    {
      server: false,
      examples: ['pneumo models import my-model', 'pneumo models import packages/models/starter --workspace ward'],
    },
  ).action(async (folder: string, options: CommonOptions & { workspace?: string }) => {
    const run = createRun(context, options);
    // Loaded only now: what speaks to the store takes a while to load.
    const [{ importVersion }, { operatorAccess }] = await Promise.all([
      import('../models/import-version.ts'),
      import('../operator/operator-settings.ts'),
    ]);
    const { settings, workspace } = operatorAccess(context.env);
    const imported = await importVersion(
      settings,
      options.workspace ?? workspace,
      resolve(context.env.callerDir, folder),
    );
    const { version, outcome } = imported;
    run.print(imported, [
      outcome === 'stored'
        ? `Imported ${version} into ${imported.workspace}.`
        : `${version} is in ${imported.workspace} already, the same in every byte.`,
      `Let it answer: pneumo models promote ${version} --reason "..."`,
    ]);
  });
};
