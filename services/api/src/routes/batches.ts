import { Readable } from 'node:stream';
import {
  BatchForm,
  BatchList,
  BatchRequest,
  BatchResource,
  isFinal,
  JobId,
  JobResource,
  MAX_BATCH_IMAGES,
} from '@pneumo/shared/contracts';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { batchLines } from '../batches/batch-lines.ts';
import { folderOf, viewBatch } from '../batches/batch-view.ts';
import { csvRows } from '../batches/csv-rows.ts';
import { createBatchTaker } from '../batches/take-batch.ts';
import { answerAccepted, idempotencyKeyOf, JOB_REQUEST_HEADERS } from '../jobs/answer-accepted.ts';

/** An id with its quotes and comma. */
const ID_BYTES = 68;
const DEFAULT_LIMIT = 20;
const params = Type.Object({ id: JobId });

const wantsCsv = (format: string | undefined, accept: string | undefined): boolean =>
  format === undefined ? /\btext\/csv\b/.test(accept ?? '') : format === 'csv';

export const addBatchRoutes = (v1: App, deps: ApiDeps): void => {
  const { store, reader } = deps.runtime;
  const takeBatch = createBatchTaker(deps);

  v1.post(
    '/batches',
    {
      bodyLimit: 2 ** 16 + ID_BYTES * MAX_BATCH_IMAGES,
      schema: {
        operationId: 'createBatch',
        summary: 'Ask a model about many images: a zip, stored images, or those of past predictions',
        tags: ['batches'],
        response: { 200: JobResource, 202: JobResource },
      },
      config: {
        api: {
          scopes: ['predict'],
          bodies: { 'multipart/form-data': BatchForm, 'application/json': BatchRequest },
          headers: JOB_REQUEST_HEADERS,
          errors: [
            'validation_failed',
            'malformed_body',
            'missing_file',
            'empty_file',
            'payload_too_large',
            'unsupported_media_type',
            'archive_unreadable',
            'model_not_found',
            'idempotency_key_reused',
          ],
        },
      },
    },
    async (request, reply) => {
      idempotencyKeyOf(request);
      const accepted = await takeBatch(request);
      return answerAccepted(deps, request, reply, accepted, `/v1/batches/${accepted.jobId}`);
    },
  );

  v1.get(
    '/batches',
    {
      schema: {
        operationId: 'listBatches',
        summary: 'Batches, newest first',
        tags: ['batches'],
        querystring: Type.Object({
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: DEFAULT_LIMIT })),
          cursor: Type.Optional(JobId),
        }),
        response: { 200: BatchList },
      },
      config: { api: { scopes: ['predict'], errors: [] } },
    },
    async (request) => {
      const principal = principalOf(request);
      const { limit = DEFAULT_LIMIT, cursor } = request.query;
      const { jobs, nextCursor } = await reader.list(principal, {
        kinds: ['batch'],
        states: ['queued', 'running', 'succeeded', 'failed', 'cancelled'],
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      });
      const batches = await Promise.all(jobs.map((job) => viewBatch(store, principal, job)));
      return { batches, ...(nextCursor === undefined ? {} : { nextCursor }) };
    },
  );

  v1.get(
    '/batches/:id',
    {
      schema: {
        operationId: 'getBatch',
        summary: 'One batch: how far it is, and what has come of its images',
        tags: ['batches'],
        params,
        response: { 200: BatchResource },
      },
      config: { api: { scopes: ['predict'], errors: ['job_not_found'] } },
    },
    async (request) => {
      const principal = principalOf(request);
      return viewBatch(store, principal, await reader.read(principal, request.params.id));
    },
  );

  v1.get(
    '/batches/:id/results',
    {
      schema: {
        operationId: 'getBatchResults',
        summary: 'What is answered so far, in the order of the images: a BatchLine each',
        description:
          'NDJSON, or CSV with `format=csv` or `Accept: text/csv`. The header `Pneumo-Complete` says whether the batch has ended; ' +
          'until then ask again, or follow its job.',
        tags: ['batches'],
        params,
        querystring: Type.Object({ format: Type.Optional(Type.Union([Type.Literal('ndjson'), Type.Literal('csv')])) }),
        response: { 200: Type.Unsafe<Readable>({ type: 'string', description: 'Lines of JSON, or CSV' }) },
      },
      config: { api: { scopes: ['predict'], errors: ['job_not_found'], produces: 'application/x-ndjson' } },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const batch = await viewBatch(store, principal, await reader.read(principal, request.params.id));
      const lines = batchLines(deps.runtime, principal, batch, folderOf(batch));
      const isCsv = wantsCsv(request.query.format, request.headers.accept);
      reply.header('pneumo-complete', String(isFinal(batch.state)));
      reply.header('cache-control', 'private, no-cache');
      reply.header('vary', 'accept');
      reply.header('content-type', isCsv ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson');
      if (isCsv) reply.header('content-disposition', `attachment; filename="batch-${batch.id}.csv"`);
      return Readable.from(isCsv ? csvRows(lines) : lines);
    },
  );
};
