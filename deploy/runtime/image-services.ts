export type ImageService = 'api' | 'inferencer' | 'trainer';

export const imageServices: readonly ImageService[] = ['api', 'inferencer', 'trainer'];

/** Files besides the packages' sources that a service opens. */
export const extraFiles: Record<ImageService, readonly string[]> = {
  api: ['packages/web/dist', 'packages/models/starter', 'packages/models/phantom-starter'],
  inferencer: [],
  trainer: [],
};

export const isImageService = (name: string | undefined): name is ImageService =>
  imageServices.some((service) => service === name);
