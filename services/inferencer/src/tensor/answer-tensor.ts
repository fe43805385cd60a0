import { decideOutcome, pointInForce } from '@pneumo/models';
import type { Principal, TensorAnswer, TensorFigures, TensorMessage } from '@pneumo/shared/contracts';
import { isTransient, type Logger, messageOf, type ObjectStore, objectKeys, PneumoError } from '@pneumo/shared/runtime';
import type { SitePoints } from '../commissioning/site-points.ts';
import { networkOf } from '../prediction/network-of.ts';
import type { VersionCache, VersionInUse } from '../prediction/version-cache.ts';

interface TensorDeps {
  readonly store: Pick<ObjectStore, 'tryGet'>;
  readonly versions: VersionCache;
  readonly sitePoints: SitePoints;
  readonly logger: Logger;
}

/** One image after the other, `[height, width, channels]`. */
const imagesOf = (bytes: Uint8Array, images: number, { manifest }: VersionInUse): Float32Array[] => {
  const { height, width, channels } = networkOf(manifest).input;
  const length = height * width * channels;
  if (bytes.byteLength !== 4 * length * images) {
    throw new PneumoError(
      'validation_failed',
      `${manifest.version} takes ${height}x${width}x${channels} values an image.`,
    );
  }
  // A copy: the bytes of a buffer need not begin where a float may.
  const values = new Float32Array(Uint8Array.from(bytes).buffer);
  return Array.from({ length: images }, (_, image) => values.subarray(image * length, (image + 1) * length));
};

/** Runs a stored tensor through a version as it is: no checks of the picture, no outcome, no evidence. Behind whatever pictures wait. */
export const createTensorAnswers = ({ store, versions, sitePoints, logger }: TensorDeps) => {
  const figuresOf = async ({ workspace, tensor, version, images }: TensorMessage): Promise<TensorFigures> => {
    const principal: Principal = { workspace, keyId: 'tensor', scopes: [] };
    const stored = await store.tryGet(objectKeys.tensor(workspace, tensor));
    // Nobody waits for it any more.
    if (stored === undefined) throw new PneumoError('upload_missing', 'The tensor is no longer stored.');
    return versions.use(principal, version, async (inUse) => {
      const { manifest, infer } = inUse;
      const { threshold, prior } = pointInForce(manifest, await sitePoints.inForce(principal, version));
      const { prevalence } = prior;
      const answer = async (image: Float32Array): Promise<TensorFigures['images'][number]> => {
        const { logits } = await infer(image, { lane: 'bulk' });
        // What is not finite would not survive the queue, and says nothing.
        if (!logits.every(Number.isFinite)) {
          throw new PneumoError('validation_failed', 'The network gives no finite figures for this tensor.');
        }
        const { probability } = decideOutcome(logits, manifest.calibration, { prevalence, threshold });
        return { logits, probability };
      };
      return { threshold, images: await Promise.all(imagesOf(stored.bytes, images, inUse).map(answer)) };
    });
  };

  return async (message: TensorMessage): Promise<TensorAnswer> => {
    try {
      return await figuresOf(message);
    } catch (error) {
      if (error instanceof PneumoError) return { error: { code: error.code, message: error.message } };
      const fault = { version: message.version, error: messageOf(error) };
      if (isTransient(error)) {
        logger.warn(fault, 'a tensor gave no answer');
        return {
          error: { code: 'store_unavailable', message: 'The object store does not answer the inferencer now.' },
        };
      }
      logger.error({ ...fault, err: error }, 'a tensor gave no answer');
      return { error: { code: 'internal_error', message: 'An unexpected fault; it is in the log of the inferencer.' } };
    }
  };
};
