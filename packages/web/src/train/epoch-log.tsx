import { DataTable } from '../charts/data-table.tsx';
import { figureOf } from '../charts/format-figure.ts';
import type { EpochPoint } from './use-epochs.ts';

/** Every epoch as a row, newest first. */
export const EpochLog = ({ points, bestEpoch }: { points: readonly EpochPoint[]; bestEpoch?: number | undefined }) =>
  points.length === 0 ? null : (
    <details open={points.length <= 12}>
      <summary>Log of {points.length === 1 ? '1 epoch' : `${points.length} epochs`}</summary>
      <DataTable
        caption="Epochs, newest first"
        head={['Epoch', 'Loss', 'Validation loss', 'Accuracy', 'Validation accuracy', 'AUC', 'Validation AUC']}
        rows={[...points]
          .reverse()
          .map((point) => [
            point.epoch === bestEpoch ? `${point.epoch} (kept)` : point.epoch,
            figureOf(point.loss),
            figureOf(point.validationLoss),
            figureOf(point.accuracy),
            figureOf(point.validationAccuracy),
            figureOf(point.auc),
            figureOf(point.validationAuc),
          ])}
      />
    </details>
  );
