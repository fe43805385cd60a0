import type { AuditPicture } from '@pneumo/shared/contracts';

interface AuditPicturesProps {
  datasetId: string;
  pictures: readonly AuditPicture[];
}

const wordsOf = ({ kind, label, images }: AuditPicture): string =>
  kind === 'mean' ? `Mean of ${images} ${label} films` : `${images} ${label} films, drawn by lot`;

/** What the films of each class look like: their mean, and some of them. */
export const AuditPictures = ({ datasetId, pictures }: AuditPicturesProps) => {
  const ordered = [...pictures].sort((a, b) => a.kind.localeCompare(b.kind) || a.label.localeCompare(b.label));
  if (ordered.length === 0) return null;
  return (
    <section className="card">
      <h2>What they look like</h2>
      <div className="audit-pictures">
        {ordered.map((picture) => (
          <figure key={picture.name} className={picture.kind}>
            <img
              src={`/v1/datasets/${datasetId}/pictures/${picture.name}`}
              alt={wordsOf(picture)}
              width={picture.width}
              height={picture.height}
              loading="lazy"
            />
            <figcaption className="small">{wordsOf(picture)}</figcaption>
          </figure>
        ))}
      </div>
      <p className="quiet small">
        Means that differ in exposure, frame or lettering rather than in the lungs point to a shortcut.
      </p>
    </section>
  );
};
