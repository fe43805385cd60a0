import { useSyncExternalStore } from 'react';
import { sendImage } from './send-image.ts';

/** A picture that was given to the page since it was loaded. Its name and content stay in the browser's memory. */
export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly file: File;
  /** Who is asked; undefined: the champion. */
  readonly model?: string | undefined;
  readonly jobId?: string;
  readonly error?: unknown;
}

const AT_ONCE = 3;
let uploads: readonly Upload[] = [];
let sending = 0;
const waiting: string[] = [];
const listeners = new Set<() => void>();

const set = (next: readonly Upload[]): void => {
  uploads = next;
  for (const listener of listeners) listener();
};

const change = (key: string, to: Partial<Upload>): void =>
  set(uploads.map((upload) => (upload.key === key ? { ...upload, ...to } : upload)));

const sendNext = (): void => {
  const key = sending < AT_ONCE ? waiting.shift() : undefined;
  const upload = uploads.find((each) => each.key === key);
  if (key === undefined || upload === undefined) return;
  sending += 1;
  void sendImage(upload.file, key, upload.model)
    .then(
      ({ id }) => change(key, { jobId: id }),
      (error: unknown) => change(key, { error }),
    )
    .finally(() => {
      sending -= 1;
      sendNext();
    });
  sendNext();
};

const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Sends pictures, a few at a time; the first is on top. `model`: who is asked, in place of the champion. */
export const addUploads = (files: readonly File[], model?: string): void => {
  const added = files.map((file) => ({ key: newKey(), name: file.name, file, model }));
  waiting.push(...added.map(({ key }) => key));
  set([...added, ...uploads]);
  sendNext();
};

/** Sends a picture again that was refused or lost; the same key makes no second job of it. */
export const sendAgain = (key: string): void => {
  set(
    uploads.map((upload) => {
      if (upload.key !== key) return upload;
      const { name, file, model } = upload;
      return { key, name, file, model };
    }),
  );
  waiting.push(key);
  sendNext();
};

export const useUploads = (): readonly Upload[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => uploads,
  );
