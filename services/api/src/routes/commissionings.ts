import {
  type CommissionedPoint,
  CommissioningDetail,
  type CommissioningInput,
  CommissioningList,
  type CommissioningReport,
  CommissioningRequest,
  type CommissioningSummary,
  DEFAULT_MIN_SENSITIVITY,
  JobId,
  JobResource,
  type Principal,
  SignOffRequest,
} from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { answerAccepted, idempotencyKeyOf, JOB_REQUEST_HEADERS } from '../jobs/answer-accepted.ts';

const params = Type.Object({ id: JobId });

type State = Pick<CommissioningDetail, 'signOff' | 'inForce' | 'links'>;

const stateOf = ({ id, version }: CommissioningReport, points: readonly CommissionedPoint[]): State => ({
  signOff: points.find(({ commissioning }) => commissioning === id)?.signOff ?? null,
  inForce: points.at(-1)?.commissioning === id,
  links: {
    self: `/v1/commissionings/${id}`,
    job: `/v1/jobs/${id}`,
    signOff: `/v1/commissionings/${id}/sign-off`,
    model: `/v1/models/${version}`,
  },
});

export const addCommissioningRoutes = (v1: App, deps: ApiDeps): void => {
  const { commissionings, registry, datasets } = deps.runtime;

  const detail = async (principal: Principal, id: string): Promise<CommissioningDetail> => {
    const report = await commissionings.report(principal, id);
    return { ...report, ...stateOf(report, await commissionings.points(principal, report.version)) };
  };

  /** The version that is meant now: an alias may move while the job waits. */
  const versionOf = async (principal: Principal, { version, alias }: CommissioningRequest): Promise<string> => {
    if (alias !== undefined && version === undefined) {
      const named = await registry.tryAlias(principal, alias);
      if (named === undefined) throw new PneumoError('alias_not_found', `There is no alias ${alias}.`);
      return named.alias.version;
    }
    if (version !== undefined && alias === undefined) return (await registry.version(principal, version)).version;
    throw new PneumoError('validation_failed', 'Send either version or alias.');
  };

  v1.post(
    '/commissionings',
    {
      schema: {
        operationId: 'createCommissioning',
        summary: 'Run a version over a local labelled data set: figures by age band, view and device, a site threshold',
        tags: ['commissionings'],
        body: CommissioningRequest,
        response: { 200: JobResource, 202: JobResource },
      },
      config: {
        api: {
          scopes: ['train', 'promote'],
          headers: JOB_REQUEST_HEADERS,
          errors: [
            'malformed_body',
            'unsupported_media_type',
            'payload_too_large',
            'version_not_found',
            'alias_not_found',
            'dataset_not_found',
            'idempotency_key_reused',
          ],
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const key = idempotencyKeyOf(request);
      const { dataset, prevalence = null, minSensitivity = DEFAULT_MIN_SENSITIVITY } = request.body;
      const version = await versionOf(principal, request.body);
      if (!(await datasets.exists(principal, dataset))) {
        throw new PneumoError('dataset_not_found', `There is no data set ${dataset}.`);
      }
      const name = request.body.name ?? `${version} on ${dataset}`.slice(0, 120);
      const input: CommissioningInput = { version, dataset, prevalence, minSensitivity, name };
      const accepted = await deps.acceptor.accept(principal, {
        kind: 'commissioning',
        input,
        ...(key === undefined ? {} : { idempotency: { key, asked: request.body } }),
      });
      return answerAccepted(deps, request, reply, accepted);
    },
  );

  v1.get(
    '/commissionings',
    {
      schema: {
        operationId: 'listCommissionings',
        summary: 'All commissionings, newest first, without curves and groups',
        tags: ['commissionings'],
        response: { 200: CommissioningList },
      },
      config: { api: { scopes: [], errors: [] } },
    },
    async (request) => {
      const principal = principalOf(request);
      const reports = await commissionings.list(principal);
      const versions = [...new Set(reports.map(({ version }) => version))];
      const points = new Map(
        await Promise.all(
          versions.map(async (version) => [version, await commissionings.points(principal, version)] as const),
        ),
      );
      return {
        commissionings: reports.map((report): CommissioningSummary => {
          const state = stateOf(report, points.get(report.version) ?? []);
          // eslint-disable-next-line @typescript-eslint/no-unused-vars -- named to be left out
          const { overall, groups, ...rest } = report;
          return { ...rest, auc: overall.auc, images: overall.images, ...state };
        }),
      };
    },
  );

  v1.get(
    '/commissionings/:id',
    {
      schema: {
        operationId: 'getCommissioning',
        summary: 'One commissioning, whose id is that of its job: all figures, and whether it was signed off',
        tags: ['commissionings'],
        params,
        response: { 200: CommissioningDetail },
      },
      config: { api: { scopes: [], errors: ['commissioning_not_found'] } },
    },
    (request) => detail(principalOf(request), request.params.id),
  );

  v1.post(
    '/commissionings/:id/sign-off',
    {
      schema: {
        operationId: 'signOffCommissioning',
        summary: 'Put its threshold and prior in force for predictions of the version in this workspace',
        tags: ['commissionings'],
        params,
        body: SignOffRequest,
        response: { 200: CommissioningDetail },
      },
      config: {
        api: {
          scopes: ['promote'],
          errors: [
            'malformed_body',
            'unsupported_media_type',
            'payload_too_large',
            'commissioning_not_found',
            'version_not_found',
            'commissioning_without_threshold',
            'commissioning_signed',
          ],
        },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      await commissionings.signOff(principal, request.params.id, request.body);
      return detail(principal, request.params.id);
    },
  );
};
