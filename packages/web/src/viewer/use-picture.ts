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

const decodeHere = async (file: Blob): Promise<ImageBitmap> => {
  try {
    return await createImageBitmap(file);
  } catch (error) {
    const { previewDicom } = await import('@pneumo/imaging/preview-dicom');
    const film = previewDicom(new Uint8Array(await file.arrayBuffer()));
    if (film === undefined) throw error;
    const image = new ImageData(film.width, film.height);
    for (const [at, grey] of film.pixels.entries()) image.data.fill(grey, at * 4, at * 4 + 3);
    for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
    return createImageBitmap(image);
  }
};

/** A file of this machine, decoded; it fails for compressed DICOM, which the server reads. */
export const usePreview = (key: string, file: Blob | undefined): UseQueryResult<ImageBitmap> =>
  useQuery({
    queryKey: ['preview', key],
    queryFn: () => {
      if (file === undefined) throw new Error('no file');
      return decodeHere(file);
    },
    enabled: file !== undefined,
    retry: false,
    networkMode: 'always',
    staleTime: Infinity,
    gcTime: KEEP_MS,
  });
