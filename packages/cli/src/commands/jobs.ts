import { isFinal, type JobList, type JobResource } from '@pneumo/shared/contracts';
import type { Command } from 'commander';
import { type CliContext, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { withExamples } from '../examples.ts';
import { awaitJob, jobLines } from '../http/watch-job.ts';
import { tableLines } from '../output/table.ts';

export const addJobCommands = (program: Command, context: CliContext): void => {
  const jobs = withExamples(
    program.command('jobs').description('what was asked, and how far it is'),
    'pneumo jobs list --state failed',
  );

  withCommonOptions(
    jobs
      .command('list')
      .description('newest first')
      .option('--kind <kind>', 'one kind, such as training')
      .option('--state <state>', 'one state, such as failed')
      .option('--limit <n>', 'how many', '20'),
    { examples: ['pneumo jobs list --kind training', 'pneumo jobs list --state failed --json'] },
  ).action(async (options: CommonOptions & { kind?: string; state?: string; limit: string }) => {
    const run = createRun(context, options);
    const query = new URLSearchParams({ limit: options.limit });
    if (options.kind !== undefined) query.set('kind', options.kind);
    if (options.state !== undefined) query.set('state', options.state);
    const list = await run.api.json<JobList>(`/v1/jobs?${query.toString()}`);
    const rows = list.jobs.map((job) => [
      job.id,
      job.kind,
      job.state,
      job.createdAt,
      job.error?.code ?? (isFinal(job.state) ? '' : job.progress.stage),
    ]);
    run.print(list, tableLines(['id', 'kind', 'state', 'asked at', ''], rows));
  });

  withCommonOptions(
    jobs
      .command('watch')
      .description('follow a job to its end; Ctrl-C stops the watching, not the job')
      .argument('<id>', 'job id'),
    { examples: ['pneumo jobs watch 019b1f00-0000-7000-8000-000000000000'] },
  ).action(async (id: string, options: CommonOptions) => {
    const run = createRun(context, options);
    const job = await awaitJob(run, id);
    run.print(job, jobLines(job));
  });

  withCommonOptions(jobs.command('cancel').description('cancel a job').argument('<id>', 'job id'), {
    examples: ['pneumo jobs cancel 019b1f00-0000-7000-8000-000000000000'],
  }).action(async (id: string, options: CommonOptions) => {
    const run = createRun(context, options);
    const job = await run.api.json<JobResource>(`/v1/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' });
    run.print(job, jobLines(job));
  });

  withCommonOptions(
    jobs
      .command('retry')
      .description('ask again for what failed or was cancelled, as a new job')
      .argument('<id>', 'job id'),
    { examples: ['pneumo jobs retry 019b1f00-0000-7000-8000-000000000000'] },
  ).action(async (id: string, options: CommonOptions) => {
    const run = createRun(context, options);
    const job = await run.api.json<JobResource>(`/v1/jobs/${encodeURIComponent(id)}/retry`, { method: 'POST' });
    run.print(job, jobLines(job));
  });
};
