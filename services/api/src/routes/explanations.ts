import type { Readable } from 'node:stream';
import { JobId, type JobRecord, type PredictionResult } from '@pneumo/shared/contracts';
import { objectKeys, PneumoError } from '@pneumo/shared/runtime';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';

const explanationOf = ({ kind, state, result }: JobRecord): PredictionResult['explanation'] =>
  // A record is written by a worker that has checked its result.
  kind === 'prediction' && state === 'succeeded' ? (result as PredictionResult).explanation : undefined;

export const addExplanationRoutes = (v1: App, { runtime }: ApiDeps): void => {
  const { jobs, reader, store } = runtime;

  v1.get(
    '/jobs/:id/heatmap.png',
    {
      schema: {
        operationId: 'getHeatmap',
        summary: 'Where the network looked, not where the disease is: a transparent picture to lay over the image',
        tags: ['predictions'],
        params: Type.Object({ id: JobId }),
        response: { 200: Type.Unsafe<Readable>({ type: 'string', format: 'binary' }), 304: Type.Null() },
      },
      config: {
        api: {
          scopes: ['predict'],
          errors: ['job_not_found', 'job_not_finished', 'explanation_not_found'],
          produces: 'image/png',
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const { id } = request.params;
      const record = await jobs.tryRecord(principal, id);
      if (record === undefined) {
        await reader.read(principal, id);
        throw new PneumoError('job_not_finished', `The job ${id} has not ended.`);
      }
      const explanation = explanationOf(record);
      if (explanation === undefined) throw new PneumoError('explanation_not_found', `The job ${id} has no heat map.`);
      const etag = `"${explanation.sha256}"`;
      reply.header('etag', etag);
      // It never changes, but who may see it can.
      reply.header('cache-control', 'private, no-cache');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send(null);
      const key = objectKeys.heatmap(principal.workspace, id);
      // The record counts from the moment it is there; its files are copied after it, from where it says.
      const from = record.publish.find(({ to }) => to === key)?.from ?? key;
      const stream = (await store.tryGetStream(key)) ?? (await store.tryGetStream(from));
      if (stream === undefined) throw new PneumoError('explanation_not_found', `The heat map of ${id} is gone.`);
      reply.header('content-type', 'image/png');
      return reply.send(stream);
    },
  );
};
