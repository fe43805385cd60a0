import { createGradCam, decodeSafetensors, type GradCam, headParameterNames } from '@pneumo/models';
import type { VersionManifest } from '@pneumo/shared/contracts';
import { networkOf } from './network-of.ts';

/**
 * The Grad-CAM of a version, made when it is first asked for: most versions never are. Of `weights.safetensors` only what lies behind
 * the last convolution stays in memory. What `readFile` throws is thrown, and the next call tries again.
 */
export const createGradCamOpener = (
  manifest: VersionManifest,
  readFile: (name: string) => Promise<Uint8Array>,
): (() => Promise<GradCam>) => {
  let opened: Promise<GradCam> | undefined;
  const open = async (): Promise<GradCam> => {
    const network = networkOf(manifest);
    const bytes = await readFile('weights.safetensors');
    return createGradCam(network, decodeSafetensors(bytes, new Set(headParameterNames(network))).weights);
  };
  return async () => {
    opened ??= open();
    try {
      return await opened;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
};
