import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { fetchAnswer } from '../api/fetch-json.ts';

const KEEP_MS = 5 * 60_000;

/** A picture of the server, decoded. `path` is below /v1; undefined loads nothing. */
export const usePicture = (path: string | undefined): UseQueryResult<ImageBitmap> =>
  useQuery({
    queryKey: ['picture', path],
    queryFn: async ({ signal }) => createImageBitmap(await (await fetchAnswer(path ?? '', { signal })).blob()),
    enabled: path !== undefined,
    staleTime: Infinity,
    gcTime: KEEP_MS,
  });

/** A file of this machine, decoded where the browser can; it fails for DICOM, which the server reads. */
export const usePreview = (key: string, file: Blob | undefined): UseQueryResult<ImageBitmap> =>
  useQuery({
    queryKey: ['preview', key],
    queryFn: () => {
      if (file === undefined) throw new Error('no file');
      return createImageBitmap(file);
    },
    enabled: file !== undefined,
    retry: false,
    networkMode: 'always',
    staleTime: Infinity,
    gcTime: KEEP_MS,
  });
