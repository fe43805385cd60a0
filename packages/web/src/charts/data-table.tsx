import type { ReactNode } from 'react';

interface DataTableProps {
  /** Told to screen readers; shown where `isCaptionShown`. */
  caption: string;
  isCaptionShown?: boolean;
  /** An empty corner where the first is ''. */
  head: readonly ReactNode[];
  /** The first cell of a row is its heading. */
  rows: readonly (readonly ReactNode[])[];
}

/** A table that scrolls within itself where the page is narrow. */
export const DataTable = ({ caption, isCaptionShown = false, head, rows }: DataTableProps) => (
  // What scrolls must be reachable by keyboard
  <div className="scroll-x" role="group" aria-label={caption} tabIndex={0}>
    <table className="data-table numbers">
      <caption className={isCaptionShown ? 'small quiet' : 'hidden-visually'}>{caption}</caption>
      <thead>
        <tr>
          {head.map((cell, column) =>
            cell === '' ? (
              <td key={column} />
            ) : (
              <th key={column} scope="col">
                {cell}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, row) => (
          <tr key={row}>
            {cells.map((cell, column) =>
              column === 0 ? (
                <th key={column} scope="row">
                  {cell}
                </th>
              ) : (
                <td key={column}>{cell}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
