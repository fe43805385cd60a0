import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import loadOpenJpeg from '@cornerstonejs/codec-openjpeg/wasmjs';
import sharp from 'sharp';
import { encodePhantomJpeg, encodePhantomPng } from '../src/index.ts';
import { drawPhantom } from '../src/pure/index.ts';
import { bytesOf, chestFilm, filmValues, HEIGHT, WIDTH } from './chest-film.ts';

const SHARED = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
export const hasSharedData = existsSync(SHARED);
const SIDE = 72;

/** Small whole files of every format and transfer syntax: real ones where the shared data is, made ones besides. */
export async function fuzzSources(): Promise<Buffer[]> {
  const sources = [...(await madePictures()), ...(await madeDicom())];
  return hasSharedData ? [...sources, ...(await realFiles())] : sources;
}

async function madePictures(): Promise<Buffer[]> {
  const phantom = drawPhantom({ seed: 'fuzz', label: 'pneumonia', size: { width: SIDE, height: SIDE } });
  const grey = Buffer.from(encodePhantomPng(phantom));
  return [
    Buffer.from(await encodePhantomJpeg(phantom)),
    await sharp(grey).toColourspace('srgb').jpeg({ progressive: true }).toBuffer(),
    grey,
    await sharp(grey).toColourspace('srgb').png({ palette: true }).toBuffer(),
    await sharp(grey)
      .toColourspace('rgb16')
      .png({ adam7: true } as object)
      .toBuffer(),
  ];
}

async function madeDicom(): Promise<Buffer[]> {
  const { J2KEncoder } = await loadOpenJpeg({ print: () => undefined, printErr: () => undefined });
  const encoder = new J2KEncoder();
  const frame = { width: WIDTH, height: HEIGHT, bitsPerSample: 12, componentCount: 1, isSigned: false };
  encoder.getDecodedBuffer(frame).set(bytesOf(filmValues(12), 2));
  encoder.encode();
  const stream = Uint8Array.from(encoder.getEncodedBuffer());
  encoder.delete();
  const folder = new URL('dicom-files/', import.meta.url);
  const written = await Promise.all((await readdir(folder)).sort().map((name) => readFile(new URL(name, folder))));
  return [
    ...written,
    chestFilm(),
    chestFilm({ syntax: '1.2.840.10008.1.2' }),
    chestFilm({ header: 'none', syntax: '1.2.840.10008.1.2' }),
    chestFilm({ syntax: '1.2.840.10008.1.2.4.90', pixels: [stream] }),
    chestFilm({ more: { '0028,3010 SQ': [{ '0028,3002 US': [3, 1, 8], '0028,3006 US': [0, 9, 99] }] } }),
  ];
}

/** Radiographs, shrunk where files of their own size would make the run long; the DICOM headers are whole. */
async function realFiles(): Promise<Buffer[]> {
  const folder = `${SHARED}chest-xray/images-224/test/NORMAL/`;
  const names = (await readdir(folder)).sort().slice(0, 4);
  const films = await Promise.all(names.map((name) => readFile(folder + name)));
  const small = films.map((film) => sharp(film).resize(SIDE, SIDE).toColourspace('b-w'));
  const [header, plain] = await Promise.all(
    ['chrJapMulti_32x32_blank_CR_CHEST_header.dcm', 'CR-MONO1-10-chest.dcm'].map((name) =>
      readFile(`${SHARED}dicom/${name}`),
    ),
  );
  return [
    ...(await Promise.all(small.map((film, at) => (at % 2 === 0 ? film.jpeg() : film.png()).toBuffer()))),
    films[0]!,
    header!,
    Buffer.concat([header!, chestFilm({ header: 'none', elements: {} })]),
    plain!,
  ];
}
