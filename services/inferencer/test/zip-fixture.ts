import { buffer } from 'node:stream/consumers';
import { encodePhantomJpeg } from '@pneumo/imaging';
import { drawPhantom } from '@pneumo/imaging/pure';
import yazl from 'yazl';

export interface ZipEntry {
  path: string;
  bytes: Uint8Array;
  /** Unix mode, for links. */
  mode?: number;
  compress?: boolean;
}

export async function makeZip(entries: readonly ZipEntry[]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const { path, bytes, mode, compress = false } of entries) {
    zip.addBuffer(Buffer.from(bytes), path, { compress, ...(mode === undefined ? {} : { mode }) });
  }
  zip.end();
  return buffer(zip.outputStream);
}

/** A small phantom as a JPEG file. */
export function smallPhantom(seed: string, label: 'normal' | 'pneumonia'): Promise<Uint8Array> {
  return encodePhantomJpeg(drawPhantom({ seed, label, size: { width: 48, height: 40 } }));
}

/** `count` patients of each class, one picture each, named as the published set names them. */
export async function phantomFiles(count: number, folder = ''): Promise<ZipEntry[]> {
  const files: ZipEntry[] = [];
  for (let patient = 1; patient <= count; patient += 1) {
    files.push(
      { path: `${folder}NORMAL/IM-${1000 + patient}-0001.jpeg`, bytes: await smallPhantom(`n${patient}`, 'normal') },
      {
        path: `${folder}PNEUMONIA/person${patient}_bacteria_${patient}.jpeg`,
        bytes: await smallPhantom(`p${patient}`, 'pneumonia'),
      },
    );
  }
  return files;
}
