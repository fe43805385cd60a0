import type { Layer } from './layer.ts';

/** The published head on the pooled features of a frozen trunk: the only part of a transfer network that is trained. */
export function transferHead(): Layer[] {
  const dense = (name: string, units: number): Layer => ({
    kind: 'dense',
    name,
    units,
    kernelInitializer: 'glorotUniform',
  });
  const relu = (name: string): Layer => ({ kind: 'relu', name: `${name}/relu` });
  const dropout = (name: string): Layer => ({ kind: 'dropout', name: `${name}/dropout`, rate: 0.5 });
  return [
    dense('dense1', 512),
    relu('dense1'),
    dropout('dense1'),
    dense('dense2', 128),
    relu('dense2'),
    dropout('dense2'),
    dense('dense3', 32),
    relu('dense3'),
    dense('logits', 2),
  ];
}
