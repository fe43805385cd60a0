import type { DatasetDetail, DatasetList } from '@pneumo/shared/contracts';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { fetchJson } from '../api/fetch-json.ts';

/** All data sets, newest first. */
export const useDatasets = (): UseQueryResult<DatasetList> =>
  useQuery({ queryKey: ['datasets'], queryFn: ({ signal }) => fetchJson<DatasetList>('/datasets', { signal }) });

/** One data set with its audit, without its rows. */
export const useDataset = (datasetId: string): UseQueryResult<DatasetDetail> =>
  useQuery({
    queryKey: ['datasets', datasetId],
    queryFn: ({ signal }) => fetchJson<DatasetDetail>(`/datasets/${datasetId}`, { signal }),
  });
