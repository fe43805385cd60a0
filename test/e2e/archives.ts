import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { encodePhantomJpeg } from '../../packages/imaging/src/index.ts';
import { drawPhantom } from '../../packages/imaging/src/pure/index.ts';

/** A zip of phantoms in NORMAL/ and PNEUMONIA/, each of a patient of its own. */
export const phantomArchive = async (count: number, size = { width: 96, height: 88 }): Promise<Buffer> => {
  const zip = new ZipFile();
  for (let index = 0; index < count; index += 1) {
    const label = index % 2 === 0 ? 'normal' : 'pneumonia';
    const name = label === 'normal' ? `NORMAL/IM-${index}-0001.jpeg` : `PNEUMONIA/person${index}_bacteria_1.jpeg`;
    zip.addBuffer(Buffer.from(await encodePhantomJpeg(drawPhantom({ seed: index, label, size }))), name);
  }
  zip.end();
  return buffer(zip.outputStream);
};

interface SiteArchive {
  readonly patientsPerClass: number;
  /** Adds a file that is no picture and a copy of a film, as archives of people have them. */
  readonly hasFaults?: boolean;
}

/** A site's own films, small, each of a patient of its own, with what its table says of them. */
export const siteArchive = async ({ patientsPerClass, hasFaults = false }: SiteArchive): Promise<Buffer> => {
  const zip = new ZipFile();
  const lines = ['file,label,patient_id,age,view,device'];
  const add = (name: string, bytes: Uint8Array, index: number): void => {
    zip.addBuffer(Buffer.from(bytes), name);
    const label = index % 2 === 0 ? 'normal' : 'pneumonia';
    lines.push(`${name},${label},ward-${index},${index % 4 < 2 ? '3y' : '7'},${index < 50 ? 'PA' : 'AP'},DX-1`);
  };
  for (let index = 0; index < patientsPerClass * 2; index += 1) {
    const label = index % 2 === 0 ? 'normal' : 'pneumonia';
    const picture = drawPhantom({ seed: 5_000 + index, label, size: { width: 72, height: 64 } });
    const bytes = await encodePhantomJpeg(picture);
    add(`films/${index}.jpeg`, bytes, index);
    if (hasFaults && index === 1) add('films/copy.jpeg', bytes, index);
  }
  if (hasFaults) add('films/broken.jpeg', Buffer.from('no picture at all'), 0);
  zip.addBuffer(Buffer.from(lines.join('\n')), 'labels.csv');
  zip.end();
  return buffer(zip.outputStream);
};

export const phantomJpeg = (
  seed: number,
  label: 'normal' | 'pneumonia',
  size?: { width: number; height: number },
): Promise<Uint8Array> => encodePhantomJpeg(drawPhantom({ seed, label, ...(size === undefined ? {} : { size }) }));

/** The first `perClass` images of each class of a folder with NORMAL/ and PNEUMONIA/, spread over its patients. */
export const folderArchive = async (folder: string, perClass: number): Promise<Buffer> => {
  const zip = new ZipFile();
  for (const name of ['NORMAL', 'PNEUMONIA']) {
    const files = (await readdir(join(folder, name))).sort();
    const every = Math.max(1, Math.floor(files.length / perClass));
    for (const file of files.filter((_, index) => index % every === 0).slice(0, perClass)) {
      zip.addBuffer(await readFile(join(folder, name, file)), `${name}/${file}`, { compress: false });
    }
  }
  zip.end();
  return buffer(zip.outputStream);
};
