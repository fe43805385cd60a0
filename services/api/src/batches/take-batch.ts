import { createHash } from 'node:crypto';
import {
  BatchFields,
  type BatchInput,
  BatchRequest,
  type BatchSource,
  type Principal,
  type UploadSource,
} from '@pneumo/shared/contracts';
import { isTransient, objectKeys, PneumoError } from '@pneumo/shared/runtime';
import type { FastifyRequest } from 'fastify';
import type { ApiDeps } from '../api-deps.ts';
import { assertScope } from '../auth/authenticator.ts';
import { principalOf } from '../auth/principal-of.ts';
import { removeUpload, storeUpload } from '../datasets/store-upload.ts';
import { jsonBody } from '../forms/json-body.ts';
import { parseFields } from '../forms/parse-fields.ts';
import { readForm } from '../forms/read-form.ts';
import { idempotencyKeyOf } from '../jobs/answer-accepted.ts';
import type { AcceptedJob } from '../jobs/job-acceptor.ts';

type Replay = NonNullable<BatchRequest['replay']>;

const timeOf = (text: string, name: string): string => {
  const ms = Date.parse(text);
  if (!Number.isFinite(ms)) throw new PneumoError('validation_failed', `${name} is no time: send ISO 8601.`);
  return new Date(ms).toISOString();
};

const replayOf = ({ since, until, model }: Replay): BatchSource => ({
  type: 'replay',
  ...(since === undefined ? {} : { since: timeOf(since, 'since') }),
  until: until === undefined ? new Date().toISOString() : timeOf(until, 'until'),
  ...(model === undefined ? {} : { answeredBy: model }),
});

/** Makes a batch of a request, whatever form it has. */
export const createBatchTaker = ({ runtime, settings, acceptor }: ApiDeps) => {
  const { store, registry, jobs } = runtime;

  /** What was asked counts, not where it happens to lie: the same archive is the same request. */
  const accept = async (
    request: FastifyRequest,
    id: string,
    { model = 'champion', abstain = true, abstainOn }: BatchFields,
    { source, from }: { source: BatchSource; from: unknown },
  ): Promise<AcceptedJob> => {
    const principal = principalOf(request);
    if (!abstain) assertScope(principal, ['research']);
    const { alias, version } = await registry.resolve(principal, model);
    const input: BatchInput = {
      folder: id,
      alias,
      version,
      abstain,
      ...(abstainOn === undefined ? {} : { abstainOn }),
      source,
    };
    const key = idempotencyKeyOf(request);
    return acceptor.accept(principal, {
      kind: 'batch',
      id,
      input,
      ...(key === undefined ? {} : { idempotency: { key, asked: { model, abstain, abstainOn, from } } }),
    });
  };

  /** Accepts what `put` has stored for it under the id, and clears that away where no job came of it. */
  const acceptStored = async (
    id: string,
    accepting: () => Promise<AcceptedJob>,
    clear: () => Promise<void>,
  ): Promise<AcceptedJob> => {
    try {
      const accepted = await accepting();
      if (accepted.jobId !== id) await clear();
      return accepted;
    } catch (error) {
      // A fault of the store may have left a durable job that reads it; a refusal has not.
      if (!isTransient(error)) await clear().catch(() => undefined);
      throw error;
    }
  };

  const takeArchive = (request: FastifyRequest): Promise<AcceptedJob> => {
    const principal = principalOf(request);
    const id = jobs.newJobId();
    let upload: UploadSource | undefined;
    const accepting = async (): Promise<AcceptedJob> => {
      const limits = { fileBytes: settings.maxArchiveBytes };
      const { fields } = await readForm(request, 'archive', limits, async ({ file }) => {
        upload = await storeUpload(store, principal, id, file);
      });
      const options = parseFields(BatchFields, fields, ['abstainOn']);
      if (upload === undefined) throw new PneumoError('missing_file', 'Send the zip in the field archive.');
      const { sha256, sizeBytes } = upload;
      return accept(request, id, options, { source: upload, from: { sha256, sizeBytes } });
    };
    return acceptStored(id, accepting, async () => {
      if (upload !== undefined) await removeUpload(store, principal, upload);
    });
  };

  const takeImageIds = (
    request: FastifyRequest,
    principal: Principal,
    imageIds: readonly string[],
    options: BatchFields,
  ): Promise<AcceptedJob> => {
    const id = jobs.newJobId();
    const key = objectKeys.batchImages(principal.workspace, id);
    const lines = imageIds.map((imageId) => `${JSON.stringify({ imageId })}\n`).join('');
    const sha256 = createHash('sha256').update(lines).digest('hex');
    const accepting = async (): Promise<AcceptedJob> => {
      await store.put(key, lines, { contentType: 'application/x-ndjson' });
      const source: BatchSource = { type: 'images', count: imageIds.length, sha256 };
      return accept(request, id, options, { source, from: source });
    };
    return acceptStored(id, accepting, () => store.delete(key));
  };

  const takeJson = (request: FastifyRequest): Promise<AcceptedJob> => {
    const { imageIds, replay, ...options } = jsonBody(request, BatchRequest);
    if ((imageIds === undefined) === (replay === undefined)) {
      throw new PneumoError('validation_failed', 'Send imageIds or replay: one of the two.');
    }
    if (imageIds !== undefined) return takeImageIds(request, principalOf(request), imageIds, options);
    return accept(request, jobs.newJobId(), options, { source: replayOf(replay!), from: { replay } });
  };

  return (request: FastifyRequest): Promise<AcceptedJob> =>
    request.isMultipart() ? takeArchive(request) : takeJson(request);
};
