import type { Estimate } from '@pneumo/shared/contracts';

interface IntervalBarProps {
  estimate: Estimate;
  from?: number;
  to?: number;
  /** A limit that is drawn as a line. */
  limit?: number;
  isBad?: boolean;
}

/** Where a figure and its interval lie, for the eye: the figure itself stands beside it in words. */
export const IntervalBar = ({ estimate, from = 0.5, to = 1, limit, isBad = false }: IntervalBarProps) => {
  const { value, low, high } = estimate;
  if (value === null) return null;
  const at = (figure: number): number => Math.min(100, Math.max(0, ((figure - from) / (to - from)) * 100));
  return (
    <svg className={isBad ? 'interval is-bad' : 'interval'} viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden>
      <line className="interval-scale" x1="0" x2="100" y1="7" y2="7" />
      {limit === undefined ? null : <line className="interval-limit" x1={at(limit)} x2={at(limit)} y1="0" y2="14" />}
      {low === null || high === null ? null : (
        <line className="interval-range" x1={at(low)} x2={at(high)} y1="7" y2="7" />
      )}
      <line className="interval-value" x1={at(value)} x2={at(value)} y1="2" y2="12" />
    </svg>
  );
};
