import type { Problem } from '@pneumo/shared/contracts';
import type { Job } from '../api/job-types.ts';
import { ProblemError } from '../api/problem.ts';

interface ArchiveRequest {
  archive: File;
  name: string;
  /** Folder name to class, where folders are not called the usual names. */
  classes: Record<string, 'normal' | 'pneumonia'>;
  onProgress: (sentShare: number) => void;
  signal: AbortSignal;
}

/** The fields stand before the file, so that the server can judge them before it reads a gigabyte. */
const formOf = ({ archive, name, classes }: ArchiveRequest): FormData => {
  const form = new FormData();
  form.set('name', name);
  if (Object.keys(classes).length > 0) form.set('classes', JSON.stringify(classes));
  form.set('archive', archive);
  return form;
};

/**
 * Uploads a zip as a new data set; fetch tells nothing of how far it is, hence XMLHttpRequest. Throws a ProblemError for a refusal, a TypeError
 * where the connection breaks, an AbortError where it is given up.
 */
export const sendArchive = (request: ArchiveRequest): Promise<Job> =>
  new Promise((resolve, reject) => {
    const { onProgress, signal } = request;
    const call = new XMLHttpRequest();
    call.open('POST', '/v1/datasets');
    call.responseType = 'json';
    call.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress(loaded / total);
    });
    call.addEventListener('load', () => {
      if (call.status < 300) resolve(call.response as Job);
      else if (call.response === null) reject(new TypeError(`The server answered ${call.status}.`));
      else reject(new ProblemError(call.response as Problem));
    });
    call.addEventListener('error', () => reject(new TypeError('The upload broke off.')));
    call.addEventListener('abort', () => reject(new DOMException('The upload was given up.', 'AbortError')));
    signal.addEventListener('abort', () => call.abort(), { once: true });
    call.send(formOf(request));
  });
