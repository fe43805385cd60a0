import { newIdempotencyKey } from './idempotency-key.ts';
import type { Job, Schemas } from './job-types.ts';
import type { Send } from './patient-sender.ts';
import { assertAnswered } from './problem-error.ts';
import { requestForm } from './request-form.ts';

export interface JobRequestOptions {
  /** The same key and request make one job, however often they are sent. Default: a new one for each call. */
  readonly idempotencyKey?: string;
  /** The server waits this long for the end of the job before it answers; at most 30. */
  readonly waitSeconds?: number;
  readonly signal?: AbortSignal;
}

type Fields<Form, File extends keyof Form> = Omit<Form, File> & JobRequestOptions;
export type PredictionOptions = Fields<Schemas['PredictionForm'], 'image'>;
export type BatchOptions = Fields<Schemas['BatchForm'], 'archive'>;
export type DatasetOptions = Fields<Schemas['DatasetForm'], 'archive'>;

export interface JobRequests {
  /** Asks a model about a JPEG, PNG or DICOM file, or about an image that is stored. */
  predict(image: Blob | { readonly imageId: string }, options?: PredictionOptions): Promise<Job<'prediction'>>;
  /** Asks a model about every picture of a zip. */
  predictBatch(archive: Blob, options?: BatchOptions): Promise<Job<'batch'>>;
  /** Imports a zip with NORMAL/ and PNEUMONIA/, or with labels.csv. */
  importDataset(archive: Blob, options: DatasetOptions): Promise<Job<'dataset-import'>>;
}

/** How to ask, and what. */
const split = <T extends JobRequestOptions>({ idempotencyKey, waitSeconds, signal, ...fields }: T) => ({
  asked: {
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
    ...(signal === undefined ? {} : { signal }),
  },
  fields,
});

/** Requests that make a job and may carry a file, which is sent from where it lies, also when it is sent again. */
export const createJobRequests = ({ send, server }: { send: Send; server: string }): JobRequests => {
  const request = async (path: string, body: FormData | string, options: JobRequestOptions): Promise<Job> => {
    const { idempotencyKey = newIdempotencyKey(), waitSeconds, signal } = options;
    const headers = {
      'idempotency-key': idempotencyKey,
      ...(waitSeconds === undefined ? {} : { prefer: `wait=${waitSeconds}` }),
      ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
    };
    const init = { method: 'POST', headers, body, ...(signal === undefined ? {} : { signal }) };
    const response = await send(() => new Request(`${server}${path}`, init));
    await assertAnswered(response);
    return (await response.json()) as Job;
  };

  return {
    predict: async (image, options = {}) => {
      const { asked, fields } = split(options);
      const body = image instanceof Blob ? requestForm({ ...fields, image }) : JSON.stringify({ ...fields, ...image });
      return (await request('/v1/predictions', body, asked)) as Job<'prediction'>;
    },
    predictBatch: async (archive, options = {}) => {
      const { asked, fields } = split(options);
      return (await request('/v1/batches', requestForm({ ...fields, archive }), asked)) as Job<'batch'>;
    },
    importDataset: async (archive, options) => {
      const { asked, fields } = split(options);
      return (await request('/v1/datasets', requestForm({ ...fields, archive }), asked)) as Job<'dataset-import'>;
    },
  };
};
