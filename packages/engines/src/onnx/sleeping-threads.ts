/**
 * Session options by which ONNX Runtime's threads sleep between operations instead of spinning. Gateway, workers and stores share the
 * cores of a small machine: there, spinning threads made a training step up to twice as long.
 */
export const sleepingThreads = { session: { intra_op: { allow_spinning: '0' } } } as const;
