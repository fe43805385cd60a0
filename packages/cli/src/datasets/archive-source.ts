import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { CliError } from '../cli-error.ts';
import { listFiles } from '../files/list-files.ts';
import { splitPrefixOf } from '../files/split-prefix.ts';

export interface ArchiveSource {
  /** What the data set is called where no other name is given. */
  readonly name: string;
  /** About what is sent, for progress. */
  readonly sizeBytes: number;
  /** The zip as it is read or made. */
  readonly stream: () => Readable;
}

const WANTED = /\.(jpe?g|png)$|(^|\/)labels\.csv$/i;
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

const folderSource = async (folder: string): Promise<ArchiveSource> => {
  const files = (await listFiles(folder)).filter(({ path }) => WANTED.test(path));
  if (files.length === 0) throw new CliError(`No JPEG, PNG or labels.csv lies under ${folder}.`);
  const prefix = splitPrefixOf(folder);
  return {
    name: basename(folder),
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
export const archiveSource = async (path: string): Promise<ArchiveSource> => {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new CliError(`${path} is not there: give a zip or a folder.`);
  if (found.isDirectory()) return folderSource(path);
  if (!(await isZip(path))) throw new CliError(`${path} is neither a zip nor a folder.`);
  return {
    name: basename(path).replace(/\.zip$/i, ''),
    sizeBytes: found.size,
    stream: () => createReadStream(path, { highWaterMark: 2 ** 18 }),
  };
};
