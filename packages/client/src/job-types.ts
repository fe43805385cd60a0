import type { components } from './generated/api.ts';

export type Schemas = components['schemas'];

/** What each kind of job takes and gives. */
interface Kinds {
  prediction: { input: Schemas['PredictionInput']; result: Schemas['PredictionResult'] };
  training: { input: Schemas['TrainingInput']; result: Schemas['TrainingResult'] };
  comparison: { input: Schemas['ComparisonInput']; result: Schemas['ComparisonResult'] };
  commissioning: { input: Schemas['CommissioningInput']; result: Schemas['CommissioningResult'] };
  'dataset-import': { input: Schemas['DatasetImportInput']; result: Schemas['DatasetImportResult'] };
  batch: { input: Schemas['BatchInput']; result: Schemas['BatchResult'] };
  'batch-part': { input: unknown; result: Schemas['BatchCounts'] };
}

export type JobKind = keyof Kinds;

/** A job of one kind; of any, told apart by `kind`, where none is named. */
export type Job<K extends JobKind = JobKind> = K extends JobKind
  ? Omit<Schemas['Job'], 'kind' | 'input' | 'result'> & {
      kind: K;
      input: Kinds[K]['input'];
      /** Of a job that has succeeded. */
      result?: Kinds[K]['result'];
    }
  : never;

/** What has changed of a job that has not ended. */
export type JobUpdate = Schemas['JobUpdate'];

/** The last event of a job is the whole job. */
export const isFinished = (event: JobUpdate | Job): event is Job =>
  event.state !== 'queued' && event.state !== 'running';
