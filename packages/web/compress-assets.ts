import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const COMPRESSIBLE = /\.(js|css|svg|json|wasm)$/;
/** The most that brotli does takes seconds for the WebAssembly of an engine, and saves little. */
const LARGE_BYTES = 2 ** 20;

/** Writes each asset compressed beside itself, so that the gateway need not compress what never changes. */
export const compressAssets = (): Plugin => ({
  name: 'compress-assets',
  apply: 'build',
  writeBundle: async ({ dir = 'dist' }) => {
    const folder = join(dir, 'assets');
    const names = (await readdir(folder)).filter((name) => COMPRESSIBLE.test(name));
    await Promise.all(
      names.map(async (name) => {
        const path = join(folder, name);
        const bytes = await readFile(path);
        const quality = bytes.length > LARGE_BYTES ? 6 : constants.BROTLI_MAX_QUALITY;
        const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
        await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
        await writeFile(`${path}.gz`, await promisify(gzip)(bytes));
      }),
    );
  },
});
