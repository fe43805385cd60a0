import type { ModelVersion } from '@pneumo/shared/contracts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { AbstentionPanel } from './abstention-panel.tsx';
import { CalibrationPanel } from './calibration-panel.tsx';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { FiguresTable } from './figures-table.tsx';
import { GatePanel } from './gate-panel.tsx';
import { OperatingPoint } from './operating-point.tsx';
import { RocPlot } from './roc-plot.tsx';
import { useVersionMetrics } from './use-models.ts';

/** All that was measured when the version was made. */
export const MetricsPanels = ({ model }: { model: ModelVersion }) => {
  const found = useVersionMetrics(model.version);
  if (found.isPending) return <p role="status">Loading the figures…</p>;
  if (found.isError) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  const { test, gate, abstention } = found.data;
  return (
    <>
      <section className="card">
        <h2>Figures</h2>
        <FiguresTable metrics={found.data} />
      </section>
      <section className="card">
        <h2>Operating point</h2>
        <div className="chart-grid">
          <OperatingPoint model={model} test={test} />
          <ConfusionMatrix evaluation={test} />
          <RocPlot title="ROC curve, sealed test" roc={test.roc} auc={test.metrics.auc} at={test.metrics} />
        </div>
      </section>
      <CalibrationPanel model={model} test={test} />
      {abstention === undefined ? null : <AbstentionPanel abstention={abstention} />}
      <GatePanel gate={gate} />
    </>
  );
};
