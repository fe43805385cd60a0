import type { GraphBuilder } from './graph-builder.ts';

/** NHWC images as NCHW; for grey that is no work, only another shape. */
export function channelsFirst(
  graph: GraphBuilder,
  images: string,
  { height, width, channels }: { height: number; width: number; channels: number },
): string {
  if (channels === 1) return graph.node('Reshape', [images, graph.ints([-1, 1, height, width])]);
  return graph.node('Transpose', [images], { attributes: { perm: [0, 3, 1, 2] } });
}
