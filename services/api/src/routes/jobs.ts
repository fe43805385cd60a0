import {
  JobId,
  type JobKind,
  JobList,
  JobResource,
  type JobState,
  jobKinds,
  type Scope,
} from '@pneumo/shared/contracts';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { assertScope } from '../auth/authenticator.ts';
import { principalOf } from '../auth/principal-of.ts';
import { answerAccepted } from '../jobs/answer-accepted.ts';
import { retryJob } from '../jobs/retry-job.ts';

const JOB_STATES: readonly JobState[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];
const DEFAULT_LIMIT = 20;
const READ: readonly Scope[] = ['predict', 'train'];

/** Who may cancel and repeat a job: whoever may ask for one of its kind. */
const SCOPE_OF: Record<JobKind, Scope> = {
  prediction: 'predict',
  training: 'train',
  commissioning: 'train',
  comparison: 'train',
  'dataset-import': 'train',
  batch: 'predict',
  'batch-part': 'predict',
};

/** Parts of a batch are told of by their batch: only who asks for them by name finds them in a list. */
const LISTED_KINDS = jobKinds.filter((kind) => kind !== 'batch-part');

const listOf = (values: readonly string[]): string => `^(${values.join('|')})(,(${values.join('|')}))*$`;

const chosen = <T extends string>(all: readonly T[], text: string | undefined): readonly T[] => {
  const names = new Set(text?.split(','));
  return names.size === 0 ? all : all.filter((each) => names.has(each));
};

const params = Type.Object({ id: JobId });

export const addJobRoutes = (v1: App, deps: ApiDeps): void => {
  const { reader, canceller } = deps.runtime;

  v1.get(
    '/jobs',
    {
      schema: {
        operationId: 'listJobs',
        summary: 'Jobs, newest first',
        tags: ['jobs'],
        querystring: Type.Object({
          kind: Type.Optional(Type.String({ pattern: listOf(jobKinds), description: 'Kinds, with commas' })),
          state: Type.Optional(Type.String({ pattern: listOf(JOB_STATES), description: 'States, with commas' })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: DEFAULT_LIMIT })),
          cursor: Type.Optional(JobId),
        }),
        response: { 200: JobList },
      },
      config: { api: { scopes: READ, errors: [] } },
    },
    (request) => {
      const { kind, state, limit = DEFAULT_LIMIT, cursor } = request.query;
      return reader.list(principalOf(request), {
        kinds: kind === undefined ? LISTED_KINDS : chosen(jobKinds, kind),
        states: chosen(JOB_STATES, state),
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      });
    },
  );

  v1.get(
    '/jobs/:id',
    {
      schema: {
        operationId: 'getJob',
        summary: 'One job: how far it is, or how it ended',
        tags: ['jobs'],
        params,
        response: { 200: JobResource },
      },
      config: { api: { scopes: READ, errors: ['job_not_found'] } },
    },
    (request) => reader.read(principalOf(request), request.params.id),
  );

  v1.delete(
    '/jobs/:id',
    {
      schema: {
        operationId: 'cancelJob',
        summary: 'Cancel a job that waits or runs',
        tags: ['jobs'],
        params,
        response: { 200: JobResource },
      },
      config: { api: { scopes: READ, errors: ['job_not_found', 'job_finished'] } },
    },
    async (request) => {
      const principal = principalOf(request);
      const { kind, id } = await reader.read(principal, request.params.id);
      assertScope(principal, [SCOPE_OF[kind]]);
      await canceller.cancel(principal, id);
      return reader.read(principal, id);
    },
  );

  v1.post(
    '/jobs/:id/retry',
    {
      schema: {
        operationId: 'retryJob',
        summary: 'Ask again for a job that failed or was cancelled: a new job with retryOf',
        tags: ['jobs'],
        params,
        response: { 200: JobResource, 202: JobResource },
      },
      config: {
        api: {
          scopes: READ,
          errors: ['job_not_found', 'job_not_finished', 'job_not_retryable', 'upload_missing', 'dataset_not_found'],
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const { kind, id } = await reader.read(principal, request.params.id);
      assertScope(principal, [SCOPE_OF[kind]]);
      return answerAccepted(deps, request, reply, await retryJob(deps, principal, id));
    },
  );
};
