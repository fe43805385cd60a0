export { defaultOptimizerOptions, type OptimizerOptions } from './adam.ts';
export { buildFeatureGraph, buildInferenceGraph } from './inference-graph.ts';
export { type LossOptions, trainingTargets } from './loss.ts';
export { automaticMicroBatch, dependsOnMicroBatch } from './micro-batch.ts';
export {
  type AccumulatingGraphs,
  buildAccumulatingGraphs,
  buildTrainingGraph,
  type DropoutMaskSpec,
  type TrainingGraph,
} from './training-graph.ts';
export { webgpuGaps } from './webgpu-gaps.ts';
