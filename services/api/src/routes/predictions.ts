import {
  JobResource,
  PredictionFields,
  PredictionForm,
  type PredictionInput,
  PredictionRequest,
  type Principal,
} from '@pneumo/shared/contracts';
import { createWorkspaceSecrets, objectKeys, PneumoError } from '@pneumo/shared/runtime';
import type { FastifyRequest } from 'fastify';
import type { ApiDeps, App } from '../api-deps.ts';
import { assertScope } from '../auth/authenticator.ts';
import { principalOf } from '../auth/principal-of.ts';
import { jsonBody } from '../forms/json-body.ts';
import { parseFields } from '../forms/parse-fields.ts';
import { readForm } from '../forms/read-form.ts';
import { answerAccepted, idempotencyKeyOf, JOB_REQUEST_HEADERS } from '../jobs/answer-accepted.ts';
import { assertCallbackAllowed } from '../predictions/assert-callback-allowed.ts';
import { DICOM_CODES, IMAGE_CODES } from '../predictions/image-codes.ts';
import { storeImage } from '../predictions/store-image.ts';

interface Asked {
  readonly options: PredictionFields;
  /** The picture file, or the id of a stored image. */
  readonly image: Buffer | string;
}

export const addPredictionRoutes = (v1: App, deps: ApiDeps): void => {
  const { runtime, settings, decodePool, acceptor } = deps;
  const { store, registry } = runtime;
  const secrets = createWorkspaceSecrets(store);

  const readRequest = async (request: FastifyRequest): Promise<Asked> => {
    if (!request.isMultipart()) {
      const { imageId, ...options } = jsonBody(request, PredictionRequest);
      return { options, image: imageId };
    }
    const limits = { fileBytes: settings.maxImageBytes };
    const { fields, file } = await readForm(request, 'image', limits, (part) => part.toBuffer());
    const options = parseFields(PredictionFields, fields, ['abstainOn']);
    if (file === undefined) throw new PneumoError('missing_file', 'Send the picture in the field image.');
    if (file.length === 0) throw new PneumoError('empty_file', 'The picture is empty.');
    return { options, image: file };
  };

  const pictureOf = async (
    principal: Principal,
    image: Buffer | string,
  ): Promise<Pick<PredictionInput, 'imageId' | 'film'>> => {
    if (typeof image !== 'string') {
      const { imageId, film } = await storeImage({ store, secrets, decodePool }, principal, image);
      return { imageId, film };
    }
    if (await store.exists(objectKeys.image(principal.workspace, image))) return { imageId: image };
    throw new PneumoError('image_not_found', `There is no image ${image}.`);
  };

  v1.post(
    '/predictions',
    {
      schema: {
        operationId: 'createPrediction',
        summary: 'Ask a model about an image',
        tags: ['predictions'],
        response: { 200: JobResource, 202: JobResource },
      },
      config: {
        api: {
          scopes: ['predict'],
          bodies: { 'multipart/form-data': PredictionForm, 'application/json': PredictionRequest },
          headers: JOB_REQUEST_HEADERS,
          errors: [
            'validation_failed',
            'malformed_body',
            'missing_file',
            'empty_file',
            'payload_too_large',
            'unsupported_media_type',
            ...IMAGE_CODES,
            ...DICOM_CODES,
            'image_not_found',
            'model_not_found',
            'callback_host_not_allowed',
            'idempotency_key_reused',
          ],
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const key = idempotencyKeyOf(request);
      const { options, image } = await readRequest(request);
      const {
        model = 'champion',
        explain = false,
        abstain = true,
        abstainOn,
        priority = 'routine',
        callbackUrl,
      } = options;
      if (!abstain) assertScope(principal, ['research']);
      if (callbackUrl !== undefined) assertCallbackAllowed(callbackUrl, settings.callbackHosts);
      await registry.resolve(principal, model);
      const input: PredictionInput = {
        ...(await pictureOf(principal, image)),
        model,
        explain,
        abstain,
        priority,
        ...(abstainOn === undefined ? {} : { abstainOn }),
        ...(callbackUrl === undefined ? {} : { callbackUrl }),
      };
      const accepted = await acceptor.accept(principal, {
        kind: 'prediction',
        input,
        ...(key === undefined ? {} : { idempotency: { key, asked: input } }),
      });
      return answerAccepted(deps, request, reply, accepted);
    },
  );
};
