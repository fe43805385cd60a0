import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { chestFilm } from '../../packages/imaging/test/chest-film.ts';
import { trunkParameters } from '../../packages/models/src/network/index.ts';
import { phantomArchive, phantomJpeg, siteArchive } from './archives.ts';

/** A safetensors file of the shapes of vgg16's trunk, all zeros. */
function* zeroTrunk(): Generator<Buffer> {
  const header: Record<string, unknown> = {};
  let end = 0;
  for (const { name, shape } of trunkParameters('vgg16')) {
    const begin = end;
    end += shape.reduce((size, length) => size * length, 4);
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  yield Buffer.concat([length, json]);
  const chunk = Buffer.alloc(2 ** 20);
  for (let left = end; left > 0; left -= chunk.length) yield chunk.subarray(0, Math.min(left, chunk.length));
}

/** The files that docs/api.md names: phantoms in place of films. */
export const writeFilms = async (folder: string): Promise<void> => {
  await writeFile(join(folder, 'xray.jpeg'), await phantomJpeg(1, 'pneumonia'));
  await writeFile(join(folder, 'films.zip'), await phantomArchive(4, { width: 256, height: 240 }));
  await writeFile(join(folder, 'ours.zip'), await siteArchive({ patientsPerClass: 72 }));
  await writeFile(join(folder, 'film.dcm'), chestFilm());
  await writeFile(join(folder, 'notes.txt'), 'no picture');
  await pipeline(Readable.from(zeroTrunk()), createWriteStream(join(folder, 'vgg16.safetensors')));
};
