import { fetchJson } from '../api/fetch-json.ts';
import type { Job } from '../api/job-types.ts';

/** Asks a model, the champion unless another is named, about a picture. Sent again with the same key it is the same job. */
export const sendImage = (file: Blob, key: string, model: string | undefined): Promise<Job> => {
  const form = new FormData();
  if (model !== undefined) form.append('model', model);
  form.append('explain', 'true');
  // Whatever the file is called: names can name patients.
  form.append('image', file, 'image');
  return fetchJson<Job>('/predictions', { method: 'POST', body: form, headers: { 'idempotency-key': key } });
};
