import type { OnnxProvider } from '../onnx/onnx-provider.ts';

export interface InferenceResult {
  /** `[count, 2]`: normal, pneumonia. */
  readonly logits: Float32Array;
  /** `[count, featureSize]`: what feeds the last dense layer. */
  readonly features: Float32Array;
  readonly featureSize: number;
}

/** Runs a trained network. */
export interface InferenceEngine {
  readonly engine: 'onnx' | 'tensorflow';
  /** What computes underneath: `cpu`, `cuda` or `webgpu` for ONNX Runtime, `tensorflow` or `wasm` for TensorFlow.js. */
  readonly provider: string;
  /** Of the library that computes. */
  readonly version: string;
  /** Runs `count` images, `[count, height, width, channels]` in 0..255. Rejects when the values do not fit the network's input. */
  infer(images: Float32Array, count: number): Promise<InferenceResult>;
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
  | { readonly engine: 'tensorflow'; readonly files: ReadonlyMap<string, Uint8Array>; readonly threads?: number };
