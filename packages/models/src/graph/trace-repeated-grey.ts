import type { GraphBuilder } from './graph-builder.ts';

/** The kernel HWIO of a convolution on grey that stands for `repeats` equal channels: summed over them. */
export function kernelOfRepeatedGrey(graph: GraphBuilder, kernelHwio: string, repeats: number): string {
  if (repeats === 1) return kernelHwio;
  return graph.node('ReduceSum', [kernelHwio, graph.ints([2])], { attributes: { keepdims: 1 } });
}

/** The way back from the kernel on grey: every repeated channel saw the same pixels, so all have the same gradient. */
export function repeatGradient(
  graph: GraphBuilder,
  gradient: string,
  { taps, repeats, filters }: { readonly taps: number; readonly repeats: number; readonly filters: number },
): string {
  if (repeats === 1) return gradient;
  const one = graph.node('Reshape', [gradient, graph.ints([taps, 1, filters])]);
  return graph.node('Expand', [one, graph.ints([taps, repeats, filters])]);
}
