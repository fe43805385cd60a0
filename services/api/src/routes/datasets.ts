import { DatasetDetail, DatasetId, DatasetList } from '@pneumo/shared/contracts';
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
        summary: 'One data set: its splits, what was refused, and its rows when asked for',
        tags: ['datasets'],
        params: Type.Object({ id: DatasetId }),
        querystring: Type.Object({ rows: Type.Optional(Type.Boolean({ description: 'Also give every image' })) }),
        response: { 200: DatasetDetail },
      },
      config: { api: { scopes: ['train'], errors: ['dataset_not_found'] } },
    },
    async (request) => {
      const { rows, ...detail } = await runtime.datasets.manifest(principalOf(request), request.params.id);
      return request.query.rows === true ? { ...detail, rows } : detail;
    },
  );
};
