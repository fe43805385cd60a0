import type { AuditPicture } from '@pneumo/shared/contracts';

interface AuditPicturesProps {
  datasetId: string;
  pictures: readonly AuditPicture[];
}

const wordsOf = ({ kind, label, images }: AuditPicture): string =>
  kind === 'mean' ? `Mean of ${images} ${label} films` : `${images} ${label} films, drawn by lot`;

const KINDS = ['mean', 'samples'] as const;

/** What the films of each class look like: their mean, and some of them. */
export const AuditPictures = ({ datasetId, pictures }: AuditPicturesProps) => {
  if (pictures.length === 0) return null;
  return (
    <section className="card">
      <h2>What they look like</h2>
      {KINDS.map((kind) => (
        <div key={kind} className="audit-pictures">
          {pictures
            .filter((picture) => picture.kind === kind)
            .map((picture) => (
              <figure key={picture.name} className={kind}>
                <img
                  src={`/v1/datasets/${datasetId}/pictures/${picture.name}`}
                  alt={wordsOf(picture)}
                  width={picture.width}
                  height={picture.height}
                  loading="lazy"
                />
                <figcaption className="small" aria-hidden>
                  {wordsOf(picture)}
                </figcaption>
              </figure>
            ))}
        </div>
      ))}
      <p className="quiet small">
        Means that differ in exposure, frame or lettering rather than in the lungs point to a shortcut.
      </p>
    </section>
  );
};
