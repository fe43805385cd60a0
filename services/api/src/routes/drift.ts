import { DriftReport, VersionId } from '@pneumo/shared/contracts';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { LONGEST_DAYS } from '../drift/read-window.ts';

export const addDriftRoutes = (v1: App, { runtime, drift }: ApiDeps): void => {
  v1.get(
    '/models/:version/drift',
    {
      schema: {
        operationId: 'getModelDrift',
        summary: 'Whether the images that a version answers as champion, and its answers, have changed',
        tags: ['models'],
        params: Type.Object({ version: VersionId }),
        querystring: Type.Object({
          days: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: LONGEST_DAYS,
              description:
                'Today (UTC) and the days before it; default: 7, and further back to the last 500 predictions',
            }),
          ),
        }),
        response: { 200: DriftReport },
      },
      config: { api: { scopes: [], errors: ['version_not_found'] } },
    },
    async (request) => {
      const principal = principalOf(request);
      const { version } = await runtime.registry.version(principal, request.params.version);
      return drift.report(principal, version, request.query.days);
    },
  );
};
