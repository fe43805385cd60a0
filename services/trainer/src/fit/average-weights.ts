import type { Weights } from '@pneumo/models';

export interface WeightAverage {
  readonly isOn: boolean;
  /** average = decay * average + (1 - decay) * weights */
  add(weights: Weights, decay: number): void;
  weights(): Weights | undefined;
}

/** Exponential moving average of all weights, running statistics included; off when it starts from nothing. */
export const createAverage = (start: Weights | undefined): WeightAverage => {
  const average =
    start === undefined
      ? undefined
      : new Map([...start].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
  return {
    isOn: average !== undefined,
    add: (weights, decay) => {
      for (const [name, { data }] of average ?? []) {
        const latest = weights.get(name)!.data;
        for (let index = 0; index < data.length; index += 1) {
          data[index] = decay * data[index]! + (1 - decay) * latest[index]!;
        }
      }
    },
    weights: () => average,
  };
};
