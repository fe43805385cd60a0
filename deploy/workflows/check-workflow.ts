import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { checkImages } from './check-images.ts';
import { checkSchema } from './check-schema.ts';
import { checkStep } from './check-steps.ts';
import { type Job, readWorkflow, type Workflow } from './read-workflow.ts';

export interface Surroundings {
  readonly root: string;
  /** Names of package.json's scripts. */
  readonly scripts: ReadonlySet<string>;
  /** Final stages of the Dockerfile. */
  readonly targets: readonly string[];
}

const checkJob = (job: Job, { root, scripts }: Surroundings): string[] => [
  ...(typeof job.permissions === 'object' ? [] : ['does not say which permissions it needs']),
  ...(job.uses === undefined && job['timeout-minutes'] === undefined ? ['may run for six hours'] : []),
  ...(job.uses !== undefined && !existsSync(join(root, job.uses)) ? [`uses ${job.uses}, which is not there`] : []),
  ...(job.steps ?? []).flatMap((step) => checkStep(step, root, scripts)),
];

const checkWhole = ({ permissions, concurrency }: Workflow): string[] => [
  ...(typeof permissions === 'object' && Object.keys(permissions).length === 0
    ? []
    : ['gives permissions to every job']),
  ...(concurrency === undefined ? ['may run twice at once'] : []),
];

/** Complaints about one file of .github/workflows. */
export const checkWorkflow = (name: string, text: string, surroundings: Surroundings): string[] => {
  const { errors } = parseDocument(text);
  if (errors.length > 0) return errors.map(({ message }) => `${name}: ${message}`);
  const schema = checkSchema(text);
  // Of another shape than expected, nothing more can be said of it.
  if (schema.length > 0) return schema.map((complaint) => `${name}: ${complaint}`);
  const workflow = readWorkflow(text);
  return [
    ...checkWhole(workflow),
    ...Object.entries(workflow.jobs).flatMap(([job, content]) =>
      checkJob(content, surroundings).map((complaint) => `${job}: ${complaint}`),
    ),
    ...(name === 'images.yml' ? checkImages(workflow, surroundings.targets) : []),
  ].map((complaint) => `${name}: ${complaint}`);
};
