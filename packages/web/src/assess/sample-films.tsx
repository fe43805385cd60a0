import { useMutation } from '@tanstack/react-query';
import { addUploads } from './uploads.ts';

/** Drawn on demand, so that nothing has to be loaded for them. Seeds fix the pictures. */
const SAMPLES = [
  { name: 'Drawn chest 1', seed: 11, label: 'pneumonia' },
  { name: 'Drawn chest 2', seed: 12, label: 'normal' },
  { name: 'No chest at all', seed: 13, label: 'none' },
] as const;

/** Pictures for those who have no X-ray at hand. */
export const SampleFilms = ({ onAdded }: { onAdded: () => void }) => {
  const draw = useMutation({
    mutationFn: async (sample: (typeof SAMPLES)[number]) => {
      const { drawSample } = await import('./draw-sample.ts');
      return drawSample(sample);
    },
    onSuccess: (file) => {
      addUploads([file]);
      onAdded();
    },
  });
  return (
    <section className="samples">
      <h2>No X-ray at hand?</h2>
      <div className="row">
        {SAMPLES.map((sample) => (
          <button key={sample.seed} type="button" disabled={draw.isPending} onClick={() => draw.mutate(sample)}>
            {sample.name}
          </button>
        ))}
      </div>
      <p className="small quiet">
        These are drawn by a program, from nobody. A model that knows X-rays only, as the starter model does, abstains
        on drawings; one that was trained on drawings answers.
      </p>
    </section>
  );
};
