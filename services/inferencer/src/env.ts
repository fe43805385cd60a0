import { CommonEnv, MetricsEnv, readEnv } from '@pneumo/shared/runtime';
import Type, { type Static } from 'typebox';

export const InferencerEnv = Type.Object({
  ...CommonEnv,
  ...MetricsEnv,
  PNEUMO_ENGINE: Type.Union([Type.Literal('onnx'), Type.Literal('tensorflow')], {
    default: 'onnx',
    description: 'What runs the networks',
  }),
  PNEUMO_PROVIDER: Type.Union(
    [Type.Literal('cpu'), Type.Literal('cuda'), Type.Literal('webgpu'), Type.Literal('auto')],
    {
      default: 'cpu',
      description:
        'What ONNX Runtime computes on; auto takes CUDA where it works, a forced one that does not work fails',
    },
  ),
  PNEUMO_THREADS: Type.Integer({
    default: 0,
    minimum: 0,
    description: 'Threads of one run; 0 = as many as there are cores',
  }),
  PNEUMO_PREDICTION_CONCURRENCY: Type.Integer({
    default: 32,
    minimum: 1,
    description: 'Predictions in flight in this process; what is ready at the same time joins one run',
  }),
  PNEUMO_MAX_BATCH: Type.Integer({ default: 16, minimum: 1, description: 'Images in one run at most' }),
  PNEUMO_BATCH_WAIT_MS: Type.Integer({
    default: 5,
    minimum: 0,
    description: 'How long a run waits for more images at most, and only under load; an idle version never waits',
  }),
  PNEUMO_VERSION_CACHE_MB: Type.Integer({
    default: 2_048,
    minimum: 1,
    description: 'Memory for loaded versions; the ones unused for longest are closed first',
  }),
  PNEUMO_WARM_VERSIONS: Type.Integer({
    default: 4,
    minimum: 0,
    description: 'Champions that are loaded and run once before readiness is told',
  }),
  PNEUMO_BATCHES: Type.Integer({
    default: 4,
    minimum: 1,
    description: 'Batches that this process unpacks or waits for at the same time',
  }),
  PNEUMO_BATCH_IMAGES: Type.Integer({
    default: 8,
    minimum: 1,
    description: 'Images of a batch in flight in this process; single predictions go before them',
  }),
  PNEUMO_DECODERS: Type.Integer({
    default: 2,
    minimum: 1,
    description: 'Decoder processes of data set imports and batches',
  }),
  PNEUMO_DECODE_TIMEOUT_MS: Type.Integer({ default: 15_000, minimum: 100, description: 'Time limit of one image' }),
  PNEUMO_MAX_PIXELS: Type.Integer({ default: 40_000_000, minimum: 1_024, description: 'Pixels of one image at most' }),
  PNEUMO_CACHE_DIR: Type.String({ default: '.pneumo/cache', description: 'Scratch space; may be lost at any time' }),
});

export const readInferencerEnv = (): Readonly<Static<typeof InferencerEnv>> => readEnv(InferencerEnv);
