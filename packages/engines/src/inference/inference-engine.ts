import type { OnnxProvider } from '../onnx/onnx-provider.ts';

/** What a run fetches besides logits and features. */
export interface InferOptions {
  /** The activation of the last convolution block too, for class activation maps: a copy of up to half a megabyte per image. */
  readonly activations?: boolean;
}

/** Feature maps. */
export interface Activations {
  /** `[count, channels, height, width]`. */
  readonly data: Float32Array;
  /** Of one image: `[channels, height, width]`. */
  readonly shape: readonly [channels: number, height: number, width: number];
}

export interface InferenceResult {
  /** `[count, 2]`: normal, pneumonia. */
  readonly logits: Float32Array;
  /** `[count, featureSize]`: what feeds the last dense layer. */
  readonly features: Float32Array;
  readonly featureSize: number;
  /** Present in a run that asked for it, whatever the engine in the same layout. */
  readonly activations?: Activations;
}

/** Runs a trained network. */
export interface InferenceEngine {
  readonly engine: 'onnx' | 'tensorflow';
  /** What computes underneath: `cpu`, `cuda` or `webgpu` for ONNX Runtime, `tensorflow` or `wasm` for TensorFlow.js. */
  readonly provider: string;
  /** Of the library that computes. */
  readonly version: string;
  /**
   * Runs `count` images, `[count, height, width, channels]` in 0..255. Rejects when the values do not fit the network's input, and when
   * activations are asked for that the network, or an engine opened without the name of their layer, does not have.
   */
  infer(images: Float32Array, count: number, options?: InferOptions): Promise<InferenceResult>;
  close(): Promise<void>;
}

/**
 * What to run: an ONNX model's bytes, or a TensorFlow.js layers model's files by name. Only ONNX Runtime heeds `threads` and `provider`,
 * which is the CPU by default and should come from `chooseOnnxProvider`.
 */
export type InferenceConfig =
  | {
      readonly engine: 'onnx';
      readonly model: Uint8Array;
      readonly threads?: number;
      readonly provider?: OnnxProvider;
    }
  | {
      readonly engine: 'tensorflow';
      readonly files: ReadonlyMap<string, Uint8Array>;
      /** The layer whose output activations are: see `networkAnatomy`. An ONNX model names it itself. */
      readonly activationLayer?: string;
      readonly threads?: number;
    };
