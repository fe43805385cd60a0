import onnxProto from 'onnx-proto';

/** A shader binds at least this many buffers everywhere (the WebGPU specification's default limit). */
const buffersPerShader = 8;

/**
 * Names of a model's nodes that ONNX Runtime's WebGPU provider (1.30) takes and then fails on: max pooling with indices, and nodes with
 * more operands than a shader has buffers. They must be kept on the CPU by name.
 */
export function webgpuGaps(model: Uint8Array): string[] {
  const { graph } = onnxProto.onnx.ModelProto.decode(model);
  return (graph?.node ?? []).flatMap(({ name, opType, input = [], output = [] }) => {
    const isGap =
      (opType === 'MaxPool' && (output?.length ?? 0) > 1) ||
      (input?.length ?? 0) + (output?.length ?? 0) > buffersPerShader;
    return isGap && typeof name === 'string' ? [name] : [];
  });
}
