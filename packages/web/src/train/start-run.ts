import type { Architecture, ComparisonRequest, PromotePolicy, TrainingRequest } from '@pneumo/shared/contracts';
import { fetchJson } from '../api/fetch-json.ts';
import type { Job } from '../api/job-types.ts';
import { overridesOf } from './override-fields.ts';

export type Recipe = NonNullable<TrainingRequest['recipe']>;

interface RunForm {
  dataset: string;
  architectures: readonly Architecture[];
  recipe: Recipe;
  promote: PromotePolicy;
  /** As typed in: none, one, or several with commas. */
  seeds: string;
  overrides: Readonly<Record<string, string>>;
}

/** What a form asks for: a training of one architecture, a comparison of several. */
export const runRequestOf = (
  form: RunForm,
): { path: '/trainings'; body: TrainingRequest } | { path: '/comparisons'; body: ComparisonRequest } => {
  const { dataset, architectures, recipe, promote, overrides } = form;
  const hyperparameters = overridesOf(overrides);
  const shared = { dataset, recipe, promote, ...(Object.keys(hyperparameters).length > 0 ? { hyperparameters } : {}) };
  const seeds = form.seeds
    .split(',')
    .map((seed) => seed.trim())
    .filter((seed) => seed !== '')
    .map(Number);
  const [first] = architectures;
  if (first === undefined) throw new RangeError('Choose an architecture.');
  const [seed] = seeds;
  if (architectures.length > 1) {
    const body = { ...shared, architectures: [...architectures], ...(seed === undefined ? {} : { seeds }) };
    return { path: '/comparisons', body };
  }
  return { path: '/trainings', body: { ...shared, architecture: first, ...(seed === undefined ? {} : { seed }) } };
};

export const startRun = (form: RunForm): Promise<Job> => {
  const { path, body } = runRequestOf(form);
  return fetchJson<Job>(path, { method: 'POST', body });
};
