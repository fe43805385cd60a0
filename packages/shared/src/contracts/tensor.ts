import Type, { type Static } from 'typebox';
import { JobId, VersionId, WorkspaceName } from './identifiers.ts';
import { JobError } from './job.ts';
import { SchemaVersion } from './schema-version.ts';

/** Images of one tensor at most. */
export const MAX_TENSOR_IMAGES = 16;

/** Queue of raw tensors. They are no jobs: they have no state and no record, and end with the request that waits for them. */
export const TENSOR_QUEUE = 'tensor-v1';

/** The tensor itself lies in the store, at `tensors/<tensor>`: float32, little-endian, `[images, height, width, channels]`. */
export const TensorMessage = Type.Object(
  {
    schemaVersion: SchemaVersion,
    workspace: WorkspaceName,
    tensor: JobId,
    version: VersionId,
    images: Type.Integer({ minimum: 1, maximum: MAX_TENSOR_IMAGES }),
  },
  { additionalProperties: false },
);
export type TensorMessage = Static<typeof TensorMessage>;

/** What the network says to each image of the tensor, in their order. */
export const TensorFigures = Type.Object({
  threshold: Type.Number({ description: 'In force, on probabilities at the prior in force' }),
  images: Type.Array(
    Type.Object({
      logits: Type.Array(Type.Number(), { minItems: 2, maxItems: 2, description: 'normal, pneumonia' }),
      probability: Type.Number({ minimum: 0, maximum: 1 }),
    }),
  ),
});
export type TensorFigures = Static<typeof TensorFigures>;

export const TensorAnswer = Type.Union([TensorFigures, Type.Object({ error: JobError })]);
export type TensorAnswer = Static<typeof TensorAnswer>;
