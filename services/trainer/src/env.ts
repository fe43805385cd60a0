import { CommonEnv, MetricsEnv, readEnv } from '@pneumo/shared/runtime';
import Type, { type Static } from 'typebox';

export const TrainerEnv = Type.Object({
  ...CommonEnv,
  ...MetricsEnv,
  PNEUMO_BACKEND: Type.Union(
    [
      Type.Literal('auto'),
      Type.Literal('tensorflow-gpu'),
      Type.Literal('tensorflow'),
      Type.Literal('onnx'),
      Type.Literal('cpu'),
    ],
    {
      default: 'auto',
      description: 'Training engine; auto takes the first that loads, a forced one that is absent fails',
    },
  ),
  PNEUMO_PROVIDER: Type.Union(
    [Type.Literal('cpu'), Type.Literal('cuda'), Type.Literal('webgpu'), Type.Literal('auto')],
    {
      default: 'cpu',
      description:
        'What ONNX Runtime computes on; auto takes CUDA where it works, a forced one that does not work fails',
    },
  ),
  PNEUMO_TRAINER_THREADS: Type.Integer({
    default: 0,
    minimum: 0,
    description: 'Threads of one training; 0 = as many as there are cores',
  }),
  PNEUMO_CACHE_DIR: Type.String({ default: '.pneumo/cache', description: 'Scratch space; may be lost at any time' }),
  PNEUMO_IMAGE_CACHES: Type.Integer({
    default: 3,
    minimum: 1,
    description: 'Decoded data sets kept on disk (one byte per pixel of the model input)',
  }),
});

export const readTrainerEnv = (): Readonly<Static<typeof TrainerEnv>> => readEnv(TrainerEnv);
