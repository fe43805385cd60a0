import type { Alias, ModelList, ModelVersion } from '@pneumo/shared/contracts';
import type { Command } from 'commander';
import { type CliContext, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { withExamples } from '../examples.ts';
import { figure, withInterval } from '../output/figures.ts';
import { tableLines } from '../output/table.ts';
import { addModelFileCommands } from './model-files.ts';

const versionLines = (model: ModelVersion): string[] => [
  `${model.version}${model.aliases.length === 0 ? '' : ` (${model.aliases.join(', ')})`}`,
  `  ${model.architecture}, recipe ${model.recipe}, seed ${model.seed}, ${model.parameters.total} parameters, made ${model.createdAt} on ${model.backend}`,
  `  trained on ${model.dataset.name} (${model.dataset.id}): ${model.dataset.trainedOn.images} images of ${model.dataset.trainedOn.patients} patients`,
  `  validation AUC ${figure(model.validationAuc)}, sealed test AUC ${withInterval(model.testAuc)}`,
  `  threshold ${model.threshold.value.toFixed(4)}: ${model.threshold.rule}`,
  ...model.warnings.map((warning) => `  Warning: ${warning}`),
];

export const addModelCommands = (program: Command, context: CliContext): void => {
  const models = withExamples(
    program.command('models').description('versions and the aliases that name them'),
    'pneumo models list',
  );

  withCommonOptions(models.command('list').description('versions, newest first'), {
    examples: ['pneumo models list'],
  }).action(async (options: CommonOptions) => {
    const run = createRun(context, options);
    const list = await run.api.json<ModelList>('/v1/models');
    const rows = list.models.map((model) => [
      model.version,
      model.aliases.join(', '),
      model.architecture,
      figure(model.validationAuc),
      model.createdAt,
    ]);
    run.print(list, tableLines(['version', 'aliases', 'architecture', 'validation AUC', 'made'], rows));
  });

  withCommonOptions(models.command('show').description('one version').argument('<version>', 'version id'), {
    examples: ['pneumo models show compact-019b1f000000-a1b2c3'],
  }).action(async (version: string, options: CommonOptions) => {
    const run = createRun(context, options);
    const model = await run.api.json<ModelVersion>(`/v1/models/${encodeURIComponent(version)}`);
    run.print(model, versionLines(model));
  });

  withCommonOptions(
    models.command('card').description("a version's model card, as Markdown").argument('<version>', 'version id'),
    { examples: ['pneumo models card compact-019b1f000000-a1b2c3 > card.md'] },
  ).action(async (version: string, options: CommonOptions) => {
    const run = createRun(context, options);
    const response = await run.api.send(`/v1/models/${encodeURIComponent(version)}/card`);
    const card = await response.text();
    run.print({ version, card }, [card.trimEnd()]);
  });

  withCommonOptions(
    models
      .command('promote')
      .description('point an alias to a version, unless somebody else moves it meanwhile')
      .argument('<version>', 'version id')
      .option('--alias <name>', 'alias', 'champion')
      .requiredOption('--reason <text>', 'kept in the history of the alias'),
    { examples: ['pneumo models promote compact-019b1f000000-a1b2c3 --reason "better on our own films"'] },
  ).action(async (version: string, options: CommonOptions & { alias: string; reason: string }) => {
    const run = createRun(context, options);
    const path = `/v1/models/aliases/${encodeURIComponent(options.alias)}`;
    const current = await run.api.trySend(path);
    const etag = current?.headers.get('etag');
    await current?.body?.cancel();
    const alias = await run.api.json<Alias>(path, {
      method: 'PUT',
      json: { version, reason: options.reason },
      headers: typeof etag === 'string' ? { 'if-match': etag } : { 'if-none-match': '*' },
    });
    run.print(alias, [`${alias.alias} names ${alias.version} now.`]);
  });

  withCommonOptions(
    models
      .command('rollback')
      .description('point an alias back to the version before')
      .option('--alias <name>', 'alias', 'champion')
      .option('--reason <text>', 'kept in the history of the alias'),
    { examples: ['pneumo models rollback --reason "too many false alarms"'] },
  ).action(async (options: CommonOptions & { alias: string; reason?: string }) => {
    const run = createRun(context, options);
    const alias = await run.api.json<Alias>(`/v1/models/aliases/${encodeURIComponent(options.alias)}/rollback`, {
      method: 'POST',
      json: options.reason === undefined ? {} : { reason: options.reason },
    });
    run.print(alias, [`${alias.alias} names ${alias.version} again.`]);
  });

  addModelFileCommands(models, context);
};
