import type { Architecture, DatasetSummary, PromotePolicy } from '@pneumo/shared/contracts';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { countOf } from '../charts/format-figure.ts';
import { useCan } from '../models/use-can.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { ScopeNote } from '../parts/scope-note.tsx';
import { OverrideInputs } from './override-inputs.tsx';
import { type Recipe, startRun } from './start-run.ts';

const ARCHITECTURES: readonly (readonly [Architecture, string])[] = [
  ['compact', 'ours, made for this task and for CPUs: start here'],
  ['cnn', 'the published small network'],
  ['vgg16', 'frozen ImageNet trunk, only its head is trained'],
  ['resnet50v2', 'frozen ImageNet trunk, only its head is trained'],
];

const RECIPES: readonly (readonly [Recipe, string])[] = [
  ['recommended', 'recommended: ours'],
  ['original', 'original: as published'],
];

const PROMOTIONS: readonly (readonly [PromotePolicy, string])[] = [
  ['never', 'never: a person decides'],
  ['challenger', 'challenger: it answers unseen, beside the champion'],
  ['if-better', 'if better: champion when it passes the gate'],
];

/** Everything that a training or a comparison takes. Two or more architectures make a comparison. */
export const TrainingForm = ({ datasets }: { datasets: readonly DatasetSummary[] }) => {
  const navigate = useNavigate();
  const search: { dataset?: unknown } = useSearch({ strict: false });
  const canTrain = useCan('train');
  const known = datasets.find(({ id }) => id === search.dataset) ?? datasets[0];
  const [dataset, setDataset] = useState(known?.id ?? '');
  const [architectures, setArchitectures] = useState<readonly Architecture[]>(['compact']);
  const [recipe, setRecipe] = useState<Recipe>('recommended');
  const [promote, setPromote] = useState<PromotePolicy>('never');
  const [seeds, setSeeds] = useState('');
  const [overrides, setOverrides] = useState<Record<string, string>>({});
  const ids = { dataset: useId(), recipe: useId(), promote: useId(), seeds: useId() };
  const isComparison = architectures.length > 1;
  const start = useMutation({
    mutationFn: () => startRun({ dataset, architectures, recipe, promote, seeds, overrides }),
    onSuccess: (job) => navigate({ to: '/train/$jobId', params: { jobId: job.id } }),
  });
  const toggle = (architecture: Architecture, isWanted: boolean): void => {
    const others = architectures.filter((each) => each !== architecture);
    setArchitectures(isWanted ? [...others, architecture] : others);
  };
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <h2>New run</h2>
      <div className="override-fields">
        <span className="field">
          <label htmlFor={ids.dataset}>Data set</label>
          <select id={ids.dataset} value={dataset} onChange={({ target }) => setDataset(target.value)}>
            {datasets.map(({ id, name, images }) => (
              <option key={id} value={id}>
                {name} ({countOf(images)} images)
              </option>
            ))}
          </select>
        </span>
        <span className="field">
          <label htmlFor={ids.recipe}>Recipe</label>
          <select id={ids.recipe} value={recipe} onChange={({ target }) => setRecipe(target.value as Recipe)}>
            {RECIPES.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </span>
        <span className="field">
          <label htmlFor={ids.promote}>Promote</label>
          <select id={ids.promote} value={promote} onChange={({ target }) => setPromote(target.value as PromotePolicy)}>
            {PROMOTIONS.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </span>
        <span className="field">
          <label htmlFor={ids.seeds}>{isComparison ? 'Seeds, up to five with commas' : 'Seed'}</label>
          <input
            id={ids.seeds}
            inputMode="numeric"
            pattern={isComparison ? '\\s*\\d+(\\s*,\\s*\\d+){0,4}\\s*' : '\\s*\\d*\\s*'}
            placeholder="drawn"
            value={seeds}
            onChange={({ target }) => setSeeds(target.value)}
          />
        </span>
      </div>
      <fieldset className="architectures">
        <legend>Architectures: two or more are compared</legend>
        {ARCHITECTURES.map(([architecture, words]) => (
          <label key={architecture} className="architecture">
            <input
              type="checkbox"
              checked={architectures.includes(architecture)}
              onChange={({ target }) => toggle(architecture, target.checked)}
            />
            <span>
              <strong>{architecture}</strong> <span className="quiet">{words}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <h3>Numbers of the recipe</h3>
      <OverrideInputs given={overrides} onChange={setOverrides} />
      <ScopeNote scope="train" what="Training" />
      <button
        type="submit"
        className="primary"
        disabled={!canTrain || architectures.length === 0 || start.isPending || dataset === ''}
      >
        {isComparison ? `Compare ${architectures.length} architectures` : 'Start training'}
      </button>
      {start.isError ? <ProblemNote error={start.error} /> : null}
    </form>
  );
};
