import type { Estimate } from '@pneumo/shared/contracts';
import { shareOf } from './confusion.ts';

/** From an emergency ward on an ordinary day to one in an epidemic. */
export const REPORTED_PREVALENCES: readonly number[] = [0.05, 0.1, 0.3, 0.6];

export interface PredictiveValues {
  readonly prevalence: number;
  readonly ppv: Estimate;
  readonly npv: Estimate;
}

/**
 * PPV and NPV that an operating point would have where this share of people is ill. Their intervals are taken at the ends of those of sensitivity
 * and specificity together, which is wider than needed, never narrower.
 */
export function predictiveValuesAt(prevalence: number, sensitivity: Estimate, specificity: Estimate): PredictiveValues {
  const estimate = (of: (sensitivity: number, specificity: number) => number | null): Estimate => {
    const at = (end: keyof Estimate): number | null => {
      const [a, b] = [sensitivity[end], specificity[end]];
      return a === null || b === null ? null : of(a, b);
    };
    return { value: at('value'), low: at('low'), high: at('high') };
  };
  return {
    prevalence,
    ppv: estimate((sens, spec) => shareOf(sens * prevalence, sens * prevalence + (1 - spec) * (1 - prevalence))),
    npv: estimate((sens, spec) => shareOf(spec * (1 - prevalence), spec * (1 - prevalence) + (1 - sens) * prevalence)),
  };
}
