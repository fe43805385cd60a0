import { DISCLAIMER, ShadowReport, VersionId } from '@pneumo/shared/contracts';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { listDiscordant } from '../shadow/list-discordant.ts';
import { readAgreement } from '../shadow/read-agreement.ts';

const DEFAULT_LIMIT = 20;
const LARGEST_LIMIT = 100;

export const addShadowRoutes = (v1: App, { runtime }: ApiDeps): void => {
  v1.get(
    '/models/:version/shadow',
    {
      schema: {
        operationId: 'getModelShadow',
        summary: 'What a version said as challenger, beside the champion: agreement, scores, and the cases that differ',
        tags: ['models'],
        params: Type.Object({ version: VersionId }),
        querystring: Type.Object({
          since: Type.Optional(
            Type.String({
              pattern: '^\\d{4}-\\d{2}-\\d{2}$',
              description: 'First day (UTC) of the champion’s answers',
            }),
          ),
          limit: Type.Optional(
            Type.Integer({ minimum: 1, maximum: LARGEST_LIMIT, description: 'Discordant cases of one page' }),
          ),
          cursor: Type.Optional(
            Type.String({
              pattern: '^\\d{4}-\\d{2}-\\d{2}_[0-9a-f-]{36}$',
              description: 'discordant.next of the page before',
            }),
          ),
        }),
        response: { 200: ShadowReport },
      },
      config: { api: { scopes: [], errors: ['version_not_found'] } },
    },
    async (request) => {
      const principal = principalOf(request);
      const { since, limit = DEFAULT_LIMIT, cursor } = request.query;
      const { version } = await runtime.registry.version(principal, request.params.version);
      const sinceDay = since ?? '';
      const [champions, discordant] = await Promise.all([
        readAgreement(runtime, principal, version, sinceDay),
        listDiscordant(runtime, principal, version, { sinceDay, cursor, limit }),
      ]);
      return { version, since: since ?? null, champions, discordant, disclaimer: DISCLAIMER };
    },
  );
};
