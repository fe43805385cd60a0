import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { CliError } from '../cli-error.ts';
import { listFiles } from '../files/list-files.ts';

export interface ArchiveSource {
  /** What the data set is called where no other name is given. */
  readonly name: string;
  /** About what is sent, for progress. */
  readonly sizeBytes: number;
  /** Of the files in the zip, where it is made of a folder. */
  readonly paths?: readonly string[];
  /** The zip as it is read or made. */
  readonly stream: () => Readable;
}

/** Which files of a folder are sent, and where they lie in the zip. */
export interface FolderRules {
  readonly wanted: RegExp;
  /** Said where there is none. */
  readonly wantedInWords: string;
  /** Put before every path. */
  readonly prefix?: string;
}

/** Local header and entry of the directory, without the name. */
const ENTRY_BYTES = 110;

const isZip = async (file: string): Promise<boolean> => {
  const handle = await open(file);
  try {
    const start = Buffer.alloc(4);
    await handle.read(start, 0, 4, 0);
    return ['504b0304', '504b0506'].includes(start.toString('hex'));
  } finally {
    await handle.close();
  }
};

const folderSource = async (
  folder: string,
  { wanted, wantedInWords, prefix = '' }: FolderRules,
): Promise<ArchiveSource> => {
  const files = (await listFiles(folder)).filter(({ path }) => wanted.test(path));
  if (files.length === 0) throw new CliError(`No ${wantedInWords} lies under ${folder}.`);
  return {
    name: basename(folder),
    paths: files.map(({ path }) => `${prefix}${path}`),
    sizeBytes: files.reduce((sum, { sizeBytes, path }) => sum + sizeBytes + ENTRY_BYTES + 2 * path.length, 0),
    stream: () => {
      const zip = new ZipFile();
      // Pictures gain nothing from compression. One after another is read as the zip is sent.
      for (const { file, path } of files) zip.addFile(file, `${prefix}${path}`, { compress: false });
      zip.end();
      const sent = new PassThrough();
      zip.on('error', (error: Error) => sent.destroy(error));
      return zip.outputStream.pipe(sent);
    },
  };
};

/** A zip, or a folder that is zipped while it is sent. Throws CliError for anything else. */
export const archiveSource = async (path: string, rules: FolderRules): Promise<ArchiveSource> => {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new CliError(`${path} is not there: give a zip or a folder.`);
  if (found.isDirectory()) return folderSource(path, rules);
  if (!(await isZip(path))) throw new CliError(`${path} is neither a zip nor a folder.`);
  return {
    name: basename(path).replace(/\.zip$/i, ''),
    sizeBytes: found.size,
    stream: () => createReadStream(path, { highWaterMark: 2 ** 18 }),
  };
};
