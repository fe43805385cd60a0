/** Counts of films, whole, that add up. */
export interface NaturalFrequencies {
  readonly films: number;
  readonly pneumonia: number;
  readonly found: number;
  readonly missed: number;
  readonly normal: number;
  readonly falseAlarms: number;
  readonly cleared: number;
}

const SIZES = [100, 1_000, 10_000] as const;

/**
 * What an operating point does with a hundred films, as people count: easier to weigh than PPV and NPV. With a thousand, or ten thousand, where
 * a hundred would round to none what does happen: an answer that is always right. Shares lie in 0..1.
 */
export const naturalFrequencies = (
  prevalence: number,
  sensitivity: number,
  specificity: number,
): NaturalFrequencies => {
  const among = (films: number): NaturalFrequencies => {
    const pneumonia = Math.round(films * prevalence);
    const found = Math.round(pneumonia * sensitivity);
    const normal = films - pneumonia;
    const cleared = Math.round(normal * specificity);
    return { films, pneumonia, found, missed: pneumonia - found, normal, falseAlarms: normal - cleared, cleared };
  };
  const counted = SIZES.map(among);
  const tellsAll = ({ missed, falseAlarms, found, cleared }: NaturalFrequencies): boolean =>
    (missed > 0 || sensitivity === 1) &&
    (falseAlarms > 0 || specificity === 1) &&
    (found > 0 || sensitivity === 0) &&
    (cleared > 0 || specificity === 0);
  return counted.find(tellsAll) ?? counted.at(-1)!;
};

/** The same in words. */
export const describeFrequencies = (given: NaturalFrequencies): string => {
  const { films, pneumonia, found, missed, normal, falseAlarms, cleared } = given;
  return `Of ${films} such films ${pneumonia} show pneumonia: ${found} of them are called pneumonia, ${missed} missed. Of the other ${normal}, ${falseAlarms} are called pneumonia as well. So ${found} of ${found + falseAlarms} positive answers are right, and ${cleared} of ${cleared + missed} negative ones.`;
};
