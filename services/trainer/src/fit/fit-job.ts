import type {
  AgeBand,
  Architecture,
  EpochMetrics,
  Hyperparameters,
  LeftOut,
  PretrainedName,
  Split,
} from '@pneumo/shared/contracts';

/** One image of the data set: row i of the pixel file. */
export interface FitRow {
  /** 0 normal, 1 pneumonia: the index of its logit. */
  readonly label: 0 | 1;
  readonly split: Split;
  readonly patient: string;
  readonly subtype?: string;
}

/** The champion that a candidate is compared with, on images that neither was trained on. */
export interface FitChampion {
  readonly version: string;
  readonly modelPath: string;
  readonly pixelsPath: string;
  readonly imageSize: number;
  readonly calibration: { readonly scale: number; readonly bias: number };
  readonly threshold: number;
  /** Rows of the data set that may be used, in the order of `pixelsPath`. */
  readonly gateRows: readonly number[];
  /** Gate rows that were left out because of what the champion was trained on. */
  readonly leftOut: LeftOut;
  /** False of a champion that recorded none: near-duplicates of its images were not looked for. */
  readonly hasFingerprints: boolean;
}

/** Published weights of the trunk that stays as it is: a safetensors file. */
export interface FitTrunk {
  readonly name: PretrainedName;
  readonly sha256: string;
  readonly path: string;
}

/** What an earlier training came to: its weights are judged again, and none are trained. */
export interface FitGiven {
  /** A safetensors file. */
  readonly weightsPath: string;
  readonly backend: string;
  readonly provider: string;
  readonly microBatch: number;
  readonly history: readonly EpochMetrics[];
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
  readonly warnings: readonly string[];
}

/** What the training process is given, as a JSON file: it has no access to Redis or the store. */
export interface FitJob {
  readonly architecture: Architecture;
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  readonly backend: 'auto' | 'tensorflow-gpu' | 'tensorflow' | 'onnx' | 'cpu';
  /** What ONNX Runtime trains on, and runs a frozen trunk on; all that is measured is measured on the CPU. */
  readonly provider: 'cpu' | 'cuda' | 'webgpu';
  readonly threads: number;
  readonly pixelsPath: string;
  readonly rows: readonly FitRow[];
  /** Rows of `test` that report: those nearly equal to one that is trained on are not among them. */
  readonly testRows: readonly number[];
  readonly workFolder: string;
  /** Null for a network that has no frozen trunk. */
  readonly trunk: FitTrunk | null;
  readonly resume: { readonly tensorsPath: string; readonly state: FitState } | null;
  readonly champion: FitChampion | null;
  /** Ages of the training data; null where they are not known. */
  readonly ageBands: readonly AgeBand[] | null;
  /** Null for a training. */
  readonly given: FitGiven | null;
}

/** Where a run stands, beside its tensors: enough to go on from exactly there. */
export interface FitState {
  /** Whole epochs done. */
  readonly epochsDone: number;
  /** Steps done in the epoch after them, and their sums. */
  readonly stepInEpoch: number;
  readonly sums: { readonly loss: number; readonly correct: number; readonly images: number; readonly seconds: number };
  /** What the network made of the epoch's images so far; absent in checkpoints of an older trainer. */
  readonly scores?: { readonly differences: readonly number[]; readonly labels: readonly number[] };
  readonly optimizerStep: number;
  readonly bestEpoch: number;
  readonly bestValue: number | null;
  readonly epochsWithoutGain: number;
  /** No epoch follows: all that is left is to evaluate. */
  readonly stoppedEarly: boolean;
  readonly history: readonly EpochMetrics[];
  /** Of the frozen trunk's weights: a head goes on only on the features that it began on. */
  readonly trunkSha256?: string;
}

/** What the training process says. */
export type FitMessage =
  | {
      readonly type: 'started';
      readonly backend: string;
      readonly provider: string;
      readonly microBatch: number;
      readonly stepsPerEpoch: number;
    }
  | {
      readonly type: 'step';
      readonly epoch: number;
      readonly step: number;
      readonly loss: number;
      readonly secondsLeft: number;
    }
  | { readonly type: 'epoch'; readonly metrics: EpochMetrics }
  | { readonly type: 'checkpoint'; readonly tensorsPath: string; readonly state: FitState }
  | { readonly type: 'stage'; readonly stage: string }
  | { readonly type: 'done'; readonly reportPath: string }
  | { readonly type: 'failed'; readonly code: string; readonly message: string; readonly stack: string };

/** What it is told: to write a checkpoint and stop. */
export interface FitCommand {
  readonly type: 'hand-back';
}
