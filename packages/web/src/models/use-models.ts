import type { Alias, EpochMetrics, ModelList, ModelVersion } from '@pneumo/shared/contracts';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { fetchAnswer, fetchJson } from '../api/fetch-json.ts';
import type { VersionMetrics } from './version-metrics.ts';

/** All versions, newest first, and the aliases. */
export const useModels = (): UseQueryResult<ModelList> =>
  useQuery({ queryKey: ['models'], queryFn: ({ signal }) => fetchJson<ModelList>('/models', { signal }) });

export const useModel = (version: string): UseQueryResult<ModelVersion> =>
  useQuery({
    queryKey: ['models', version],
    queryFn: ({ signal }) => fetchJson<ModelVersion>(`/models/${version}`, { signal }),
  });

/** A JSON file of a version: it never changes. */
const useVersionFile = <T>(version: string, name: string): UseQueryResult<T> =>
  useQuery({
    queryKey: ['version-file', version, name],
    queryFn: ({ signal }) => fetchJson<T>(`/models/${version}/files/${name}`, { signal }),
    enabled: version !== '',
    staleTime: Infinity,
  });

export const useVersionMetrics = (version: string): UseQueryResult<VersionMetrics> =>
  useVersionFile<VersionMetrics>(version, 'metrics.json');

/** Every epoch of the training that made a version. */
export const useVersionHistory = (version: string): UseQueryResult<{ epochs: EpochMetrics[] }> =>
  useVersionFile<{ epochs: EpochMetrics[] }>(version, 'history.json');

/** The model card, in Markdown. */
export const useModelCard = (version: string): UseQueryResult<string> =>
  useQuery({
    queryKey: ['models', version, 'card'],
    queryFn: async ({ signal }) => (await fetchAnswer(`/models/${version}/card`, { signal })).text(),
  });

interface TaggedAlias {
  alias: Alias;
  etag: string;
}

/** An alias with the tag that a move must send back: a move by somebody else in between is noticed. */
export const fetchAlias = async (name: string, signal?: AbortSignal): Promise<TaggedAlias> => {
  const answer = await fetchAnswer(`/models/aliases/${name}`, signal === undefined ? {} : { signal });
  return { alias: (await answer.json()) as Alias, etag: answer.headers.get('etag') ?? '' };
};
