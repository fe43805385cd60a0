import { fetchJson } from '../api/fetch-json.ts';
import type { Job } from '../api/job-types.ts';

/** Asks the champion about a picture. Sent again with the same key it is the same job. */
export const sendImage = (file: Blob, key: string): Promise<Job> => {
  const form = new FormData();
  form.append('explain', 'true');
  // Whatever the file is called: names can name patients.
  form.append('image', file, 'image');
  return fetchJson<Job>('/predictions', { method: 'POST', body: form, headers: { 'idempotency-key': key } });
};
