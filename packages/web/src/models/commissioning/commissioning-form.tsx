import { type CommissioningRequest, DEFAULT_MIN_SENSITIVITY } from '@pneumo/shared/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { fetchJson } from '../../api/fetch-json.ts';
import { hasEnded, type Job } from '../../api/job-types.ts';
import { useJob } from '../../api/use-job.ts';
import { useDatasets } from '../../data/use-datasets.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useCan } from '../use-can.ts';

/** How the job goes; the list beside it is read again when it has ended. */
const Progress = ({ jobId }: { jobId: string }) => {
  const queries = useQueryClient();
  const { data: job } = useJob(jobId);
  const isOver = job !== undefined && hasEnded(job);
  useEffect(() => {
    if (isOver) void queries.invalidateQueries({ queryKey: ['commissionings'] });
  }, [isOver, queries]);
  if (job === undefined) return null;
  return (
    <div role="status">
      <p>
        {job.state === 'running' ? job.progress.stage : `Commissioning ${job.state}.`} {job.error?.message}
      </p>
      {isOver ? null : <progress aria-label="Commissioning" value={job.progress.done} max={job.progress.total} />}
    </div>
  );
};

/** Runs the version over a labelled data set. */
export const CommissioningForm = ({ version }: { version: string }) => {
  const datasets = useDatasets();
  const mayStart = useCan('train', 'promote');
  const [dataset, setDataset] = useState('');
  const [prevalence, setPrevalence] = useState('');
  const [sensitivity, setSensitivity] = useState(String(DEFAULT_MIN_SENSITIVITY));
  const ids = { dataset: useId(), prevalence: useId(), sensitivity: useId() };
  const start = useMutation({
    mutationFn: () => {
      const body: CommissioningRequest = {
        version,
        dataset,
        minSensitivity: Number(sensitivity),
        ...(prevalence === '' ? {} : { prevalence: Number(prevalence) / 100 }),
      };
      return fetchJson<Job>('/commissionings', { method: 'POST', body });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <div className="row fields">
        <span className="field">
          <label htmlFor={ids.dataset}>Labelled data set</label>
          <select id={ids.dataset} required value={dataset} onChange={({ target }) => setDataset(target.value)}>
            <option value="">Choose…</option>
            {datasets.data?.datasets.map(({ id, name, images }) => (
              <option key={id} value={id}>
                {name} ({images} images)
              </option>
            ))}
          </select>
        </span>
        <span className="field">
          <label htmlFor={ids.prevalence}>Prevalence here, % (optional)</label>
          <input
            id={ids.prevalence}
            type="number"
            min="0.1"
            max="99.9"
            step="any"
            value={prevalence}
            onChange={({ target }) => setPrevalence(target.value)}
          />
        </span>
        <span className="field">
          <label htmlFor={ids.sensitivity}>Least sensitivity, 0.5 to 0.99</label>
          <input
            id={ids.sensitivity}
            type="number"
            required
            min="0.5"
            max="0.99"
            step="0.01"
            value={sensitivity}
            onChange={({ target }) => setSensitivity(target.value)}
          />
        </span>
        <button type="submit" disabled={!mayStart || start.isPending}>
          Start commissioning
        </button>
      </div>
      {start.isError ? <ProblemNote error={start.error} /> : null}
      {start.data === undefined ? null : <Progress jobId={start.data.id} />}
    </form>
  );
};
