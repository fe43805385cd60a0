import { useMutation } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useMe } from '../api/use-me.ts';
import { bytesOf } from '../charts/format-figure.ts';
import { useCan } from '../models/use-can.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { ScopeNote } from '../parts/scope-note.tsx';
import { ImportProgress } from './import-progress.tsx';
import { sendArchive } from './send-archive.ts';

type Classes = Record<string, 'normal' | 'pneumonia'>;

/** Folder names given by hand, with commas. */
const classesOf = (normal: string, pneumonia: string): Classes => {
  const names = (given: string, label: 'normal' | 'pneumonia') =>
    given
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => [name, label] as const);
  return Object.fromEntries([...names(normal, 'normal'), ...names(pneumonia, 'pneumonia')]);
};

/** Picks a zip, sends it with a progress bar, and follows the import. */
export const ArchiveUpload = () => {
  const canTrain = useCan('train');
  const limit = useMe().data?.limits.archiveBytes;
  const [archive, setArchive] = useState<File | undefined>();
  const [name, setName] = useState('');
  const [normal, setNormal] = useState('');
  const [pneumonia, setPneumonia] = useState('');
  const [sentShare, setSentShare] = useState(0);
  const stop = useRef(new AbortController());
  const ids = { file: useId(), name: useId(), normal: useId(), pneumonia: useId() };
  const upload = useMutation({
    mutationFn: (chosen: File) => {
      stop.current = new AbortController();
      setSentShare(0);
      return sendArchive({
        archive: chosen,
        name: name.trim(),
        classes: classesOf(normal, pneumonia),
        onProgress: setSentShare,
        signal: stop.current.signal,
      });
    },
  });
  const isTooLarge = archive !== undefined && limit !== undefined && archive.size > limit;
  const isGivenUp = upload.error instanceof DOMException && upload.error.name === 'AbortError';
  return (
    <section className="card">
      <h2>New data set</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (archive !== undefined) upload.mutate(archive);
        }}
      >
        <div className="upload-fields">
          <span className="field">
            <label htmlFor={ids.file}>
              Zip with a folder per class{limit === undefined ? '' : `, up to ${bytesOf(limit)}`}
            </label>
            <input
              id={ids.file}
              type="file"
              accept=".zip,application/zip"
              required
              onChange={({ target }) => {
                const chosen = target.files?.[0];
                setArchive(chosen);
                if (chosen !== undefined && name === '') setName(chosen.name.replace(/\.zip$/i, '').slice(0, 120));
              }}
            />
          </span>
          <span className="field">
            <label htmlFor={ids.name}>Name</label>
            <input
              id={ids.name}
              required
              maxLength={120}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          </span>
        </div>
        <details>
          <summary>My folders have other names</summary>
          <div className="upload-fields">
            <span className="field">
              <label htmlFor={ids.normal}>Folders of normal films, with commas</label>
              <input id={ids.normal} value={normal} onChange={({ target }) => setNormal(target.value)} />
            </span>
            <span className="field">
              <label htmlFor={ids.pneumonia}>Folders of films with pneumonia</label>
              <input id={ids.pneumonia} value={pneumonia} onChange={({ target }) => setPneumonia(target.value)} />
            </span>
          </div>
        </details>
        <p className="quiet small">
          NORMAL and PNEUMONIA are known; a folder above them may be train, val or test. A labels.csv can tell patients,
          ages, views and devices. Names of files are stored as hashes. Only upload films that you may use for research.
        </p>
        {isTooLarge ? (
          <p className="note note-bad" role="alert">
            This file has {bytesOf(archive.size)}, more than this server takes. Put the films into the inbox of the
            store instead.
          </p>
        ) : null}
        <ScopeNote scope="train" what="Uploading" />
        <div className="row">
          <button type="submit" className="primary" disabled={!canTrain || upload.isPending || isTooLarge}>
            Upload and import
          </button>
          {upload.isPending ? (
            <button type="button" onClick={() => stop.current.abort()}>
              Give up
            </button>
          ) : null}
        </div>
        {upload.isPending ? (
          <div className="upload-progress">
            <p role="status">{sentShare < 1 ? 'Uploading…' : 'Uploaded; the server checks it…'}</p>
            <progress aria-label="Upload" value={sentShare} max={1} />
            <p className="small quiet numbers">{Math.round(sentShare * 100)} %</p>
          </div>
        ) : null}
        {isGivenUp ? <p role="status">Given up: nothing was kept.</p> : null}
        {upload.isError && !isGivenUp ? <ProblemNote error={upload.error} /> : null}
      </form>
      {upload.data === undefined ? null : <ImportProgress key={upload.data.id} jobId={upload.data.id} />}
    </section>
  );
};
