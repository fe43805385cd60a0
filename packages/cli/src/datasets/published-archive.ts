import Type from 'typebox';
import { Value } from 'typebox/value';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { networkFaultOf } from '../http/network-fault.ts';

export interface PublishedArchive {
  readonly url: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface PublishedDataset {
  readonly title: string;
  /** Address of the publisher's list of files. */
  readonly list: string;
  readonly fileName: string;
  /** Where a person finds it. */
  readonly page: string;
}

/** What can be pulled, and where its files are listed. */
export const PUBLISHED_DATASETS = {
  'chest-xray-2017': {
    title:
      'Kermany, Zhang, Goldbaum: Labeled OCT and Chest X-Ray Images, Mendeley Data V2, doi:10.17632/rscbjbr9sj.2, CC BY 4.0',
    list: 'https://data.mendeley.com/public-api/datasets/rscbjbr9sj/files?folder_id=root&version=2',
    fileName: 'ChestXRay2017.zip',
    page: 'https://data.mendeley.com/datasets/rscbjbr9sj/2',
  },
} as const satisfies Record<string, PublishedDataset>;

/** The part of Mendeley's list of files that is read. */
const FileList = Type.Array(
  Type.Object({
    filename: Type.String(),
    content_details: Type.Object({
      download_url: Type.String({ pattern: '^https?://' }),
      sha256_hash: Type.String({ pattern: '^[0-9a-fA-F]{64}$' }),
      size: Type.Integer({ minimum: 1 }),
    }),
  }),
);

const LIST_TIMEOUT_MS = 30_000;

/** What to do where the publisher cannot be reached. */
export const byHand = ({ page, fileName }: Pick<PublishedDataset, 'page' | 'fileName'>): string =>
  `Or get ${fileName} from ${page} on another machine and run \`pneumo datasets import ${fileName}\`.`;

/** Asks the publisher for the archive's address, size and SHA-256, so that none of them is guessed. Throws CliError. */
export const findArchive = async (
  dataset: Pick<PublishedDataset, 'list' | 'fileName' | 'page'>,
  signal: AbortSignal,
): Promise<PublishedArchive> => {
  const { list, fileName } = dataset;
  let response: Response;
  try {
    response = await fetch(list, { signal: AbortSignal.any([signal, AbortSignal.timeout(LIST_TIMEOUT_MS)]) });
  } catch (error) {
    signal.throwIfAborted();
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    const fault = isTimeout ? 'no answer in 30 s' : networkFaultOf(error);
    if (fault === undefined) throw error;
    throw new CliError(
      `${new URL(list).host} cannot be reached (${fault}): is this machine offline? ${byHand(dataset)}`,
      EXIT_CODES.unreachable,
      { cause: error },
    );
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new CliError(`${list} answered ${response.status}. ${byHand(dataset)}`, EXIT_CODES.unreachable);
  }
  const files: unknown = await response.json().catch(() => undefined);
  if (!Value.Check(FileList, files)) {
    throw new CliError(`The list of files at ${list} is not as expected. ${byHand(dataset)}`);
  }
  const details = files.find(({ filename }) => filename === fileName)?.content_details;
  if (details === undefined) throw new CliError(`${list} lists no ${fileName}. ${byHand(dataset)}`);
  return { url: details.download_url, sizeBytes: details.size, sha256: details.sha256_hash.toLowerCase() };
};
