import { type DecodePool, ImageError } from '@pneumo/imaging';
import type { PredictionInput, Principal } from '@pneumo/shared/contracts';
import type { ObjectStore, WorkspaceSecrets } from '@pneumo/shared/runtime';
import type { JobAcceptor } from '../jobs/job-acceptor.ts';
import { storeImage } from '../predictions/store-image.ts';
import type { StoreOutcome } from './store-response.ts';

interface StoreInstanceDeps {
  readonly store: ObjectStore;
  readonly secrets: WorkspaceSecrets;
  readonly decodePool: Pick<DecodePool, 'decode'>;
  readonly acceptor: JobAcceptor;
}

/** How every film of the request is to be answered. */
export type InstanceOptions = Pick<PredictionInput, 'model' | 'explain' | 'priority'>;

/**
 * One DICOM file -> one prediction, or the reason why not. The same instance with the same pixels, model and wish for an
 * explanation is the same job however often it is sent. Throws only what is no fault of the file.
 */
export const storeInstance = async (
  { acceptor, ...deps }: StoreInstanceDeps,
  principal: Principal,
  bytes: Uint8Array,
  { study, ...options }: InstanceOptions & { readonly study: string | undefined },
): Promise<StoreOutcome> => {
  try {
    const { imageId, film, identity } = await storeImage(deps, principal, bytes);
    if (identity === undefined) return { kind: 'refused', identity, code: 'image_unsupported_format' };
    if (film.instance === undefined) return { kind: 'refused', identity, code: 'dicom_without_uid' };
    if (study !== undefined && identity.studyUid !== study) {
      return { kind: 'refused', identity, code: 'dicom_other_study' };
    }
    const { model, explain, priority } = options;
    const asked = { imageId, model, explain };
    const key = ['stow', film.instance, imageId, model, explain].join('\0');
    const { jobId } = await acceptor.accept(principal, {
      kind: 'prediction',
      input: { ...asked, abstain: true, priority, film },
      idempotency: { key, asked },
    });
    return { kind: 'accepted', identity, jobId };
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return { kind: 'refused', identity: error.identity(), code: error.code };
  }
};
