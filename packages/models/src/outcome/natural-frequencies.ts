/** Counts of films, whole, that add up. */
export interface NaturalFrequencies {
  /** 100, or 1000 where fewer than five of 100 would show pneumonia. */
  readonly films: number;
  readonly pneumonia: number;
  readonly found: number;
  readonly missed: number;
  readonly normal: number;
  readonly falseAlarms: number;
  readonly cleared: number;
}

const FEW = 0.05;

/** What an operating point does with a hundred films, as people count: easier to weigh than PPV and NPV. Shares lie in 0..1. */
export const naturalFrequencies = (
  prevalence: number,
  sensitivity: number,
  specificity: number,
): NaturalFrequencies => {
  const films = prevalence < FEW ? 1000 : 100;
  const pneumonia = Math.round(films * prevalence);
  const found = Math.round(pneumonia * sensitivity);
  const normal = films - pneumonia;
  const cleared = Math.round(normal * specificity);
  return { films, pneumonia, found, missed: pneumonia - found, normal, falseAlarms: normal - cleared, cleared };
};

/** The same in words. */
export const describeFrequencies = (given: NaturalFrequencies): string => {
  const { films, pneumonia, found, missed, normal, falseAlarms, cleared } = given;
  return `Of ${films} such films ${pneumonia} show pneumonia: ${found} of them are called pneumonia and ${missed} are missed. Of the other ${normal}, ${falseAlarms} are called pneumonia as well. So ${found} of ${found + falseAlarms} positive answers are right, and ${cleared} of ${cleared + missed} negative ones.`;
};
