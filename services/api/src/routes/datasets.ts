import {
  AuditPicture,
  DatasetDetail,
  DatasetId,
  DatasetList,
  type DatasetManifest,
  type Principal,
} from '@pneumo/shared/contracts';
import { PneumoError, type Runtime } from '@pneumo/shared/runtime';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';

export const addDatasetRoutes = (v1: App, { runtime }: ApiDeps): void => {
  v1.get(
    '/datasets',
    {
      schema: {
        operationId: 'listDatasets',
        summary: 'All data sets, newest first',
        tags: ['datasets'],
        response: { 200: DatasetList },
      },
      config: { api: { scopes: ['train'], errors: [] } },
    },
    async (request) => ({ datasets: await runtime.datasets.list(principalOf(request)) }),
  );

  v1.get(
    '/datasets/:id',
    {
      schema: {
        operationId: 'getDataset',
        summary: 'One data set: its splits, its audit, what was refused, and its rows when asked for',
        tags: ['datasets'],
        params: Type.Object({ id: DatasetId }),
        querystring: Type.Object({ rows: Type.Optional(Type.Boolean({ description: 'Also give every image' })) }),
        response: { 200: DatasetDetail },
      },
      config: { api: { scopes: ['train'], errors: ['dataset_not_found'] } },
    },
    async (request) => {
      const principal = principalOf(request);
      const { rows, ...detail } = await runtime.datasets.manifest(principal, request.params.id);
      const [pictures, looks] = await Promise.all([
        meanImages(runtime, principal, detail),
        runtime.looks.list(principal, detail.id),
      ]);
      const versions = looks.map(({ version }) => version);
      const shown = { ...detail, ...pictures, testLooks: { count: versions.length, versions } };
      return request.query.rows === true ? { ...shown, rows } : shown;
    },
  );

  v1.delete(
    '/datasets/:id',
    {
      schema: {
        operationId: 'deleteDataset',
        summary: 'Delete a data set that no job waits for or runs on; its id is never used again',
        description:
          'Versions that were trained on it stay, and so do the images: others may use them. Deleting it again changes nothing.',
        tags: ['datasets'],
        params: Type.Object({ id: DatasetId }),
        response: { 204: Type.Null() },
      },
      config: { api: { scopes: ['train'], errors: ['dataset_not_found', 'dataset_in_use'] } },
    },
    async (request, reply) => {
      await runtime.datasets.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );

  v1.get(
    '/datasets/:id/pictures/:name',
    {
      schema: {
        operationId: 'getDatasetPicture',
        summary: 'A picture of the audit: the mean image of a class, or a sheet of samples',
        tags: ['datasets'],
        params: Type.Object({ id: DatasetId, name: AuditPicture.properties.name }),
        response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) },
      },
      config: { api: { scopes: ['train'], errors: ['image_not_found'], produces: 'image/png' } },
    },
    async (request, reply) => {
      const { id, name } = request.params;
      const png = await runtime.datasets.picture(principalOf(request), id, name);
      if (png === undefined) throw new PneumoError('image_not_found', `Data set ${id} has no picture ${name}.`);
      reply.header('content-type', 'image/png');
      reply.header('cache-control', 'private, no-cache');
      return png;
    },
  );
};

/** Small enough to come with the detail; a data set of an import without audit has none. */
async function meanImages(
  { datasets }: Pick<Runtime, 'datasets'>,
  principal: Principal,
  { id, audit }: Pick<DatasetManifest, 'id' | 'audit'>,
): Promise<Pick<DatasetDetail, 'meanImages'>> {
  if (audit === undefined) return {};
  const images: NonNullable<DatasetDetail['meanImages']> = {};
  for (const { kind, label, name } of audit.pictures) {
    if (kind !== 'mean') continue;
    const png = await datasets.picture(principal, id, name);
    if (png !== undefined) images[label] = png.toString('base64');
  }
  return { meanImages: images };
}
