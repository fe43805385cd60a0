import { ChartFigure } from '../charts/chart-figure.tsx';
import type { Evaluation } from './version-metrics.ts';

interface CellProps {
  count: number;
  of: number;
  isRight: boolean;
  name: string;
}

/** The darker, the larger its share of the row; the number itself is always there. */
const Cell = ({ count, of, isRight, name }: CellProps) => (
  <td className={isRight ? 'cell is-right' : 'cell is-wrong'}>
    <strong>{count}</strong>
    <span className="small">
      {name}, {of === 0 ? '–' : `${Math.round((100 * count) / of)} %`}
    </span>
  </td>
);

/** What was said against what was true, on the sealed test. */
export const ConfusionMatrix = ({ evaluation }: { evaluation: Evaluation }) => {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = evaluation.confusion;
  const { positives, negatives } = evaluation;
  return (
    <ChartFigure title="Confusion matrix, sealed test" words="Shares are of all images of the true class.">
      <table className="confusion numbers">
        <caption className="hidden-visually">Confusion matrix on the sealed test, at the threshold</caption>
        <thead>
          <tr>
            <th scope="col">Truth</th>
            <th scope="col">Says pneumonia</th>
            <th scope="col">Says normal</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Pneumonia</th>
            <Cell count={truePositives} of={positives} isRight name="found" />
            <Cell count={falseNegatives} of={positives} isRight={false} name="missed" />
          </tr>
          <tr>
            <th scope="row">Normal</th>
            <Cell count={falsePositives} of={negatives} isRight={false} name="false alarm" />
            <Cell count={trueNegatives} of={negatives} isRight name="cleared" />
          </tr>
        </tbody>
      </table>
    </ChartFigure>
  );
};
