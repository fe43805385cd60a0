import {
  DatasetFields,
  DatasetForm,
  DatasetFromReviewsRequest,
  type DatasetImportInput,
  DatasetRequest,
  type DatasetSource,
  type DatasetFields as Fields,
  JobResource,
} from '@pneumo/shared/contracts';
import { isTransient, objectKeys, PneumoError } from '@pneumo/shared/runtime';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { asksForReviews, reviewsImportOf } from '../datasets/reviews-import.ts';
import { removeUpload, storeUpload, type UploadSource } from '../datasets/store-upload.ts';
import { jsonBody } from '../forms/json-body.ts';
import { parseFields } from '../forms/parse-fields.ts';
import { readForm } from '../forms/read-form.ts';
import { answerAccepted, idempotencyKeyOf, JOB_REQUEST_HEADERS } from '../jobs/answer-accepted.ts';
import type { AcceptedJob } from '../jobs/job-acceptor.ts';
import { drawSeed } from './trainings.ts';

export const addDatasetImportRoute = (v1: App, deps: ApiDeps): void => {
  const { runtime, settings, acceptor } = deps;

  /** Makes the job. What was asked counts, not where this upload happens to lie: the same archive is the same request. */
  const accept = (
    request: FastifyRequest,
    id: string,
    { name, classes = {}, seed, ageBands }: Fields,
    source: DatasetSource,
    from: unknown = source,
  ): Promise<AcceptedJob> => {
    const ages = ageBands === undefined ? {} : { ageBands };
    const input: DatasetImportInput = { name, classes, seed: seed ?? drawSeed(), source, ...ages };
    const key = idempotencyKeyOf(request);
    return acceptor.accept(principalOf(request), {
      kind: 'dataset-import',
      id,
      input,
      ...(key === undefined ? {} : { idempotency: { key, asked: { name, classes, seed, ...ages, from } } }),
    });
  };

  const importUpload = async (request: FastifyRequest): Promise<AcceptedJob> => {
    const principal = principalOf(request);
    const id = runtime.jobs.newJobId();
    let upload: UploadSource | undefined;
    const clear = async (): Promise<void> => {
      if (upload !== undefined) await removeUpload(runtime.store, principal, upload);
    };
    try {
      const limits = { fileBytes: settings.maxArchiveBytes };
      const { fields } = await readForm(request, 'archive', limits, async ({ file }) => {
        upload = await storeUpload(runtime.store, principal, id, file);
      });
      const options = parseFields(DatasetFields, fields, ['classes', 'ageBands']);
      if (upload === undefined) throw new PneumoError('missing_file', 'Send the zip in the field archive.');
      const { sha256, sizeBytes } = upload;
      const accepted = await accept(request, id, options, upload, { sha256, sizeBytes });
      if (accepted.jobId !== id) await clear();
      return accepted;
    } catch (error) {
      // A fault of the store may have left a durable job that reads these pieces; a refusal has not.
      if (!isTransient(error)) await clear().catch(() => undefined);
      throw error;
    }
  };

  const importReviews = (request: FastifyRequest): Promise<AcceptedJob> => {
    const body = jsonBody(request, DatasetFromReviewsRequest);
    return accept(request, runtime.jobs.newJobId(), ...reviewsImportOf(body, new Date()));
  };

  const importInbox = (request: FastifyRequest): Promise<AcceptedJob> => {
    const { inbox: prefix, ...options } = jsonBody(request, DatasetRequest);
    // Refuses a prefix that leads out of the inbox.
    objectKeys.inbox(principalOf(request).workspace, prefix);
    return accept(request, runtime.jobs.newJobId(), options, { type: 'inbox', prefix });
  };

  v1.post(
    '/datasets',
    {
      schema: {
        operationId: 'createDataset',
        summary: 'Import labelled images from a zip, from the inbox, or from what readers have reviewed',
        tags: ['datasets'],
        response: { 200: JobResource, 202: JobResource },
      },
      config: {
        api: {
          scopes: ['train'],
          bodies: {
            'multipart/form-data': DatasetForm,
            'application/json': Type.Union([DatasetRequest, DatasetFromReviewsRequest]),
          },
          headers: JOB_REQUEST_HEADERS,
          errors: [
            'validation_failed',
            'malformed_body',
            'missing_file',
            'empty_file',
            'payload_too_large',
            'unsupported_media_type',
            'archive_unreadable',
            'idempotency_key_reused',
          ],
        },
      },
    },
    async (request, reply) => {
      idempotencyKeyOf(request);
      const importJson = asksForReviews(request.body) ? importReviews : importInbox;
      const accepted = await (request.isMultipart() ? importUpload(request) : importJson(request));
      return answerAccepted(deps, request, reply, accepted);
    },
  );
};
