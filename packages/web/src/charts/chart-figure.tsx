import type { ReactNode } from 'react';

interface ChartFigureProps {
  title: string;
  /** What the picture shows, in words: everybody reads it. */
  words?: ReactNode;
  children: ReactNode;
  /** The same figures as a table, folded away. */
  table?: ReactNode;
}

/** A picture of figures with its heading, its words and its table. */
export const ChartFigure = ({ title, words, children, table }: ChartFigureProps) => (
  <figure className="chart">
    <figcaption>{title}</figcaption>
    {children}
    {words === undefined ? null : <p className="quiet small">{words}</p>}
    {table === undefined ? null : (
      <details>
        <summary className="small">
          As a table<span className="hidden-visually">: {title}</span>
        </summary>
        {table}
      </details>
    )}
  </figure>
);
