import Type, { type Static } from 'typebox';

/** Figures, answers and texts by name; what a server does not know it passes over. */
const Parameters = Type.Record(Type.String(), Type.Unknown());

const TensorName = Type.String({ minLength: 1, maxLength: 255 });
const Shape = Type.Array(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }), { minItems: 1, maxItems: 8 });

export const InferInput = Type.Object({
  name: TensorName,
  shape: Shape,
  datatype: Type.String({ description: 'BYTES of a picture, FP32 of a raw tensor' }),
  parameters: Type.Optional(Parameters),
  data: Type.Optional(
    // Without a schema of its items: a tensor has hundreds of thousands, and whoever reads it looks at each.
    Type.Unsafe<unknown[]>({
      type: 'array',
      description:
        'Row by row, flat or nested; each BYTES element in base64. Absent where the tensor follows the JSON in binary form',
    }),
  ),
});
export type InferInput = Static<typeof InferInput>;

const RequestedOutput = Type.Object({ name: TensorName, parameters: Type.Optional(Parameters) });

/** Body of `POST /v2/models/:name/infer`, or its head where tensors follow in binary form. */
export const InferRequest = Type.Object({
  id: Type.Optional(Type.String({ maxLength: 255, description: 'Told back' })),
  parameters: Type.Optional(
    Type.Unsafe<Static<typeof Parameters>>({
      ...Parameters,
      description: 'timeout: microseconds to wait, at most 30 seconds; binary_data_output: all outputs in binary form',
    }),
  ),
  inputs: Type.Array(InferInput, { minItems: 1, maxItems: 8 }),
  outputs: Type.Optional(Type.Array(RequestedOutput, { maxItems: 64, description: 'Absent: all' })),
});
export type InferRequest = Static<typeof InferRequest>;

export const InferOutput = Type.Object({
  name: Type.String(),
  shape: Type.Array(Type.Integer()),
  datatype: Type.String(),
  parameters: Type.Optional(Parameters),
  data: Type.Optional(Type.Array(Type.Union([Type.Number(), Type.String()]))),
});
export type InferOutput = Static<typeof InferOutput>;

export const InferResponse = Type.Object({
  model_name: Type.String(),
  model_version: Type.String({ description: 'The version that answered; of several pictures, the first one’s' }),
  id: Type.Optional(Type.String()),
  parameters: Type.Object({ disclaimer: Type.String() }),
  outputs: Type.Array(InferOutput),
});
export type InferResponse = Static<typeof InferResponse>;

const TensorMetadata = Type.Object({
  name: Type.String(),
  datatype: Type.String(),
  shape: Type.Array(Type.Integer({ description: '-1: any' })),
});

export const InferenceModel = Type.Object({
  name: Type.String(),
  versions: Type.Array(Type.String(), {
    description: 'The one that answers first, then those that the alias named before',
  }),
  platform: Type.String(),
  inputs: Type.Array(TensorMetadata, { description: 'One of them makes a request' }),
  outputs: Type.Array(TensorMetadata),
  parameters: Type.Object({ disclaimer: Type.String() }),
});
export type InferenceModel = Static<typeof InferenceModel>;

export const InferenceServer = Type.Object({
  name: Type.String(),
  version: Type.String(),
  extensions: Type.Array(Type.String()),
});

export const InferenceLive = Type.Object({ live: Type.Boolean() });
export const InferenceReady = Type.Object({ ready: Type.Boolean() });
export const InferenceModelReady = Type.Object({ name: Type.String(), ready: Type.Boolean() });
