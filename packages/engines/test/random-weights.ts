import { createRandom, initialiseWeights, type NetworkDefinition, type Weights } from '@pneumo/models';

/** First weights with every vector (biases, batch norm and its running statistics) moved off its neutral value. */
export function randomWeights(definition: NetworkDefinition, seed: string | number): Weights {
  const random = createRandom(`${seed}:vectors`);
  const weights = initialiseWeights(definition, seed);
  for (const { shape, data } of weights.values()) {
    if (shape.length === 1) data.forEach((value, index) => (data[index] = value + random() * 0.5));
  }
  return weights;
}
