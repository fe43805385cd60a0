import { type AliasList, PHANTOM } from '@pneumo/shared/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { fetchJson } from '../api/fetch-json.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { addUploads } from './uploads.ts';

interface Sample {
  name: string;
  shows: string;
  url: string;
}

const SAMPLES: readonly Sample[] = [
  { name: 'Drawn chest 1', shows: 'with an opacity', url: new URL('./samples/opacity.jpg', import.meta.url).href },
  { name: 'Drawn chest 2', shows: 'without', url: new URL('./samples/clear.jpg', import.meta.url).href },
  { name: 'No chest at all', shows: 'to be refused', url: new URL('./samples/pattern.jpg', import.meta.url).href },
];

const fetchFile = async ({ name, url }: Sample): Promise<File> => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`The sample picture is not there: the server answered ${answer.status}.`);
  return new File([await answer.blob()], `${name}.jpg`, { type: 'image/jpeg' });
};

/** Pictures for those who have no X-ray at hand, answered by the version that was trained on drawings, where it is there. */
export const SampleFilms = ({ onAdded }: { onAdded: () => void }) => {
  const aliases = useQuery({
    queryKey: ['models', 'aliases'],
    queryFn: ({ signal }) => fetchJson<AliasList>('/models/aliases', { signal }),
  });
  const isThere = aliases.data?.aliases.some(({ alias }) => alias === PHANTOM);
  const send = useMutation({
    mutationFn: fetchFile,
    onSuccess: (file) => {
      addUploads([file], isThere === true ? PHANTOM : undefined);
      onAdded();
    },
  });
  return (
    <section className="samples">
      <h2>No X-ray at hand?</h2>
      <div className="sample-row">
        {SAMPLES.map((sample) => (
          <button
            key={sample.url}
            type="button"
            className="sample"
            disabled={aliases.isPending || send.isPending}
            onClick={() => send.mutate(sample)}
          >
            <img src={sample.url} alt="" width="96" height="84" />
            <span>{sample.name}</span> <span className="small quiet">{sample.shows}</span>
          </button>
        ))}
      </div>
      <p className="small quiet">
        Drawn by a program, from nobody.{' '}
        {aliases.isPending || isThere === true
          ? 'A model that was trained on such drawings answers; it knows nothing of X-rays.'
          : `No model that was trained on such drawings is known here by the name “${PHANTOM}”, so the champion is asked: what one that knows X-rays only says of drawings means nothing.`}
      </p>
      {send.error === null ? null : <ProblemNote error={send.error} />}
    </section>
  );
};
