export { ABSTENTION_FILE, decodeAbstention, encodeAbstention } from './abstention/abstention-file.ts';
export type { AbstentionModel } from './abstention/abstention-model.ts';
export { type AbstentionReport, type JudgedRow, reportAbstention } from './abstention/abstention-report.ts';
export { firstReason, reasonsThatHold } from './abstention/first-reason.ts';
export { ABSTENTION_NEEDS, type CalibrationPicture, fitAbstention } from './abstention/fit-abstention.ts';
export { judgePicture } from './abstention/judge-picture.ts';
export { decodeSafetensors, encodeSafetensors } from './artifact/index.ts';
export { augment } from './augmentation/augment.ts';
export { NO_AUGMENTATION } from './augmentation/no-augmentation.ts';
export {
  type ChosenThreshold,
  chooseThreshold,
  DEFAULT_THRESHOLD_RULE,
  type ThresholdRule,
} from './calibration/choose-threshold.ts';
export { logOdds } from './calibration/log-odds.ts';
export { applyCalibration, fitPlatt, type PlattCalibration, UNCALIBRATED } from './calibration/platt.ts';
export { shiftPrior } from './calibration/shift-prior.ts';
export type { ProbeFigure, VersionMetrics } from './card/version-metrics.ts';
export type { CommissionedImage } from './commissioning/group-figures.ts';
export {
  type CommissioningJudgement,
  type CommissioningOptions,
  judgeCommissioning,
} from './commissioning/judge-commissioning.ts';
export { createGradCam, type EvidenceMap, type GradCam } from './explanation/grad-cam.ts';
export { headParameterNames } from './explanation/head-gradient.ts';
export { findMainRegion, type MainRegion } from './explanation/main-region.ts';
export { heatmapLevels, heatmapPalette } from './explanation/paint-heatmap.ts';
export { spreadMap } from './explanation/spread-map.ts';
export { decideGate, type GateDecision, type GateSide } from './gate/decide-gate.ts';
export {
  decidePromotion,
  describeGate,
  type GateOutcome,
  type PromotionDecision,
} from './gate/decide-promotion.ts';
export {
  createIdentityCheck,
  createLeftOutCount,
  createOverlapCheck,
  describeLeftOut,
  type OverlapCheck,
  type OverlapSubject,
  partByOverlap,
  type TrainedOn,
  totalLeftOut,
} from './gate/overlap.ts';
export {
  type AccumulatingGraphs,
  automaticMicroBatch,
  buildAccumulatingGraphs,
  buildFeatureGraph,
  buildInferenceGraph,
  buildTrainingGraph,
  type DropoutMaskSpec,
  defaultOptimizerOptions,
  dependsOnMicroBatch,
  type LossOptions,
  type OptimizerOptions,
  type TrainingGraph,
  trainingTargets,
  webgpuGaps,
} from './graph/index.ts';
export { type ClassificationMetrics, classificationMetrics } from './metrics/classification-metrics.ts';
export { type BootstrapOptions, clusteredBootstrap, clusteredBootstrapOfAll } from './metrics/clustered-bootstrap.ts';
export { type Confusion, confusionAt } from './metrics/confusion.ts';
export { type EvaluateOptions, type Evaluation, evaluate } from './metrics/evaluate.ts';
export {
  fitLogistic,
  type LogisticModel,
  type LogisticOptions,
  predictLogistic,
} from './metrics/logistic-regression.ts';
export { type FeatureRows, majorityBaseline, type NaiveBaselines, naiveBaselines } from './metrics/naive-baselines.ts';
export { predictiveValuesAt } from './metrics/predictive-values.ts';
export { calibrationSlope, expectedCalibrationError, reliabilityBins } from './metrics/reliability.ts';
export { createWeightedAuc, type RocPoint, rocAuc, rocCurve } from './metrics/roc.ts';
export { wilsonInterval } from './metrics/wilson-interval.ts';
export {
  type Architecture,
  classNames,
  countParameters,
  defineNetwork,
  hasFrozenTrunk,
  headLayer,
  initialiseWeights,
  joinWeights,
  type Layer,
  listParameters,
  type NetworkDefinition,
  networkAnatomy,
  type ParameterLayout,
  type ParameterSpec,
  type ParameterVector,
  PRETRAINED_WEIGHTS,
  type PretrainedFile,
  packParameters,
  parameterLayout,
  requireWeight,
  type SplitNetwork,
  splitNetwork,
  trunkParameters,
  unpackParameters,
  type Weights,
  type WeightTensor,
} from './network/index.ts';
export { type Decided, decideOutcome } from './outcome/decide-outcome.ts';
export { describeFrequencies, type NaturalFrequencies, naturalFrequencies } from './outcome/natural-frequencies.ts';
export { type PointInForce, pointInForce, type SiteInForce, thresholdAt } from './outcome/point-in-force.ts';
export {
  collectFingerprints,
  decodeFingerprints,
  encodeFingerprints,
  FINGERPRINT_SOURCE_SIDE,
  type Fingerprint,
  type Fingerprints,
  fingerprintThumbnail,
} from './probe/fingerprints.ts';
export { classHistogram } from './probe/histogram.ts';
export { findNearDuplicates } from './probe/near-duplicates.ts';
export {
  PROBE_METHOD,
  type ProbedImages,
  SUSPICIOUS_AUC,
  shortcutProbes,
  THUMBNAIL_SIDE,
} from './probe/shortcut-probes.ts';
export { createRandom, gaussian, type Random, shuffle } from './random/create-random.ts';
export { hashToUnit } from './random/hash-to-unit.ts';
export { classWeightsFor } from './recipe/class-weights.ts';
export {
  EARLY_STOPPING_START,
  type EarlyStoppingState,
  type EarlyStoppingVerdict,
  judgeEpoch,
} from './recipe/early-stopping.ts';
export { RECIPES, type RecipeName } from './recipe/recipes.ts';
export { resolveHyperparameters } from './recipe/resolve-hyperparameters.ts';
export { averagingDecayAt, learningRateAt } from './recipe/schedule.ts';
export { assignSplits, type SplitOptions } from './split/assign-splits.ts';
export type { SplitPatient } from './split/merge-patients.ts';
export {
  buildLayersModel,
  decodeLayersModel,
  encodeLayersModel,
  type LayersModel,
  type LayersModelOptions,
  layersModelFileName,
  type TensorFlow,
  type TensorFlowLayers,
} from './tensorflow/index.ts';
