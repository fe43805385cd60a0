import { reliabilitySvg, renderModelCard, rocSvg } from '@pneumo/models/card';
import { VersionId } from '@pneumo/shared/contracts';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { readCard, readMetrics } from '../models/read-card.ts';

const Plot = Type.Union([Type.Literal('roc'), Type.Literal('reliability')]);

export const addModelCardRoutes = (v1: App, { runtime }: ApiDeps): void => {
  v1.get(
    '/models/:version/card',
    {
      schema: {
        operationId: 'getModelCard',
        summary: 'The model card: what a version is, what it can do, and what speaks against it',
        tags: ['models'],
        params: Type.Object({ version: VersionId }),
        response: { 200: Type.String() },
      },
      config: { api: { scopes: [], errors: ['version_not_found', 'version_damaged'], produces: 'text/markdown' } },
    },
    async (request, reply) => {
      const { version } = request.params;
      const input = await readCard(runtime, principalOf(request), version);
      // Relative to the card's own address.
      const plots = { roc: 'card/roc.svg', reliability: 'card/reliability.svg' };
      reply.header('content-type', 'text/markdown; charset=utf-8');
      // Aliases and sign-offs change.
      reply.header('cache-control', 'private, no-cache');
      return reply.serializer((card: string) => card).send(renderModelCard({ ...input, plots }));
    },
  );

  v1.get(
    '/models/:version/card/:plot.svg',
    {
      schema: {
        operationId: 'getModelCardPlot',
        summary: 'A plot of the card, on the sealed test: the ROC curve, or the reliability diagram',
        tags: ['models'],
        params: Type.Object({ version: VersionId, plot: Plot }),
        response: { 200: Type.String() },
      },
      config: { api: { scopes: [], errors: ['version_not_found', 'version_damaged'], produces: 'image/svg+xml' } },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const { version, plot } = request.params;
      const manifest = await runtime.registry.version(principal, version);
      const { test } = await readMetrics(runtime.store, principal, manifest);
      reply.header('content-type', 'image/svg+xml');
      reply.header('cache-control', 'private, no-cache');
      const svg = plot === 'roc' ? rocSvg(test.roc) : reliabilitySvg(test.calibration.bins);
      return reply.serializer((picture: string) => picture).send(svg);
    },
  );
};
