import type { Estimate } from '@pneumo/shared/contracts';
import { wilsonInterval } from './wilson-interval.ts';

/**
 * Resampling a share of exactly 0 or 1 gives 0 or 1 again, an interval of no width however few the patients. Such a share gets Wilson's
 * interval, with patients as the trials; any other estimate stays as it is.
 */
export function withoutCertainty(estimate: Estimate, patients: number): Estimate {
  if (estimate.value !== 0 && estimate.value !== 1) return estimate;
  return { value: estimate.value, ...wilsonInterval(estimate.value * patients, patients) };
}
