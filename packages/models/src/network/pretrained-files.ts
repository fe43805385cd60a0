import type { PretrainedName } from '@pneumo/shared/contracts';

/** A file that Keras publishes: ImageNet weights of a network without its top. */
export interface PretrainedFile {
  readonly url: string;
  /** The only hash that is published with it. */
  readonly md5: string;
}

const keras = 'https://storage.googleapis.com/tensorflow/keras-applications';

/** Addresses and hashes as in Keras 3.15 (`keras/src/applications/{vgg16,resnet}.py`). */
export const PRETRAINED_WEIGHTS: Readonly<Record<PretrainedName, PretrainedFile>> = {
  vgg16: {
    url: `${keras}/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5`,
    md5: '6d6bbae143d832006294945121d1f1fc',
  },
  resnet50v2: {
    url: `${keras}/resnet/resnet50v2_weights_tf_dim_ordering_tf_kernels_notop.h5`,
    md5: 'fac2f116257151a9d068a22e544a4917',
  },
};
