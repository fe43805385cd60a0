import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openZip, type ZipLimits } from '../src/archive/zip-reader.ts';
import { makeZip } from './zip-fixture.ts';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-zip-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function save(bytes: Uint8Array): Promise<string> {
  files += 1;
  const path = join(folder, `${files}.zip`);
  await writeFile(path, bytes);
  return path;
}

async function refusal(bytes: Uint8Array, limits: Partial<ZipLimits> = {}): Promise<unknown> {
  const path = await save(bytes);
  const zip = await openZip(path, limits).catch((error: unknown) => error);
  if (!(zip instanceof Error)) (zip as { close(): void }).close();
  return zip;
}

/** Replaces a name in local header and directory alike: writers of zips refuse such names, attackers do not. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  expect(to).toHaveLength(from.length);
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

const small = Buffer.from('content of a file');

describe('openZip', () => {
  it('gives each entry its bytes, folders aside, packed or stored', async () => {
    const zip = await openZip(
      await save(
        await makeZip([
          { path: 'NORMAL/ä.png', bytes: small },
          { path: 'b.png', bytes: Buffer.alloc(5_000, 'x'), compress: true },
        ]),
      ),
    );
    const seen: [string, string][] = [];
    for await (const entry of zip.entries()) seen.push([entry.path, Buffer.from(await entry.read()).toString()]);
    zip.close();
    expect(zip.count).toBe(2);
    expect(seen).toEqual([
      ['NORMAL/ä.png', small.toString()],
      ['b.png', 'x'.repeat(5_000)],
    ]);
  });

  it.each([
    ['climbs out', '../evil.png'],
    ['climbs out from within', 'a/../../e.p'],
    ['is absolute', '/etc/passwd'],
    ['is absolute on Windows', 'C:/evil.png'],
    ['climbs out with backslashes', '..\\evil.png'],
  ])('refuses a path that %s', async (_, evil) => {
    const harmless = 'h'.repeat(evil.length);
    const zip = renamed(await makeZip([{ path: harmless, bytes: small }]), harmless, evil);
    expect(await refusal(zip)).toMatchObject({ code: 'archive_unsafe' });
  });

  it('refuses links', async () => {
    const zip = await makeZip([{ path: 'NORMAL/link.png', bytes: Buffer.from('/etc/passwd'), mode: 0o120777 }]);
    expect(await refusal(zip)).toMatchObject({ code: 'archive_unsafe' });
  });

  it('refuses encrypted archives', async () => {
    const zip = await makeZip([{ path: 'a.png', bytes: small }]);
    const directory = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    zip[directory + 8]! |= 1;
    expect(await refusal(zip)).toMatchObject({ code: 'archive_unreadable' });
  });

  it('refuses too many entries, too many bytes, too deep folders', async () => {
    const zip = await makeZip([
      { path: 'a/b/c/d.png', bytes: small },
      { path: 'e.png', bytes: small },
    ]);
    expect(await refusal(zip, { maxEntries: 1 })).toMatchObject({ code: 'archive_too_large' });
    expect(await refusal(zip, { maxTotalBytes: 20 })).toMatchObject({ code: 'archive_too_large' });
    expect(await refusal(zip, { maxDepth: 3 })).toMatchObject({ code: 'archive_unsafe' });
    expect(await refusal(zip, { maxDepth: 4, maxEntries: 2, maxTotalBytes: 34 })).not.toBeInstanceOf(Error);
  });

  it('refuses a bomb by its directory alone', async () => {
    const zip = await makeZip([{ path: 'bomb.png', bytes: Buffer.alloc(8 * 2 ** 20), compress: true }]);
    expect(zip.length).toBeLessThan(20_000);
    expect(await refusal(zip)).toMatchObject({ code: 'archive_unsafe' });
  });

  it('rejects one large file and reads the others', async () => {
    const zip = await openZip(
      await save(
        await makeZip([
          { path: 'large.png', bytes: Buffer.alloc(100) },
          { path: 'small.png', bytes: small },
        ]),
      ),
      { maxEntryBytes: 50 },
    );
    const ends: unknown[] = [];
    for await (const entry of zip.entries()) ends.push(await entry.read().catch((error: unknown) => error));
    zip.close();
    expect(ends[0]).toMatchObject({ code: 'image_too_large' });
    expect(ends[1]).toEqual(small);
  });

  it('notices a file that lies about its size, and one whose bytes changed', async () => {
    const bytes = Buffer.alloc(3_000, 'y');
    const honest = await makeZip([{ path: 'a.png', bytes, compress: true }]);
    const directory = honest.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    const liar = Buffer.from(honest);
    liar.writeUInt32LE(10, directory + 24);
    const flipped = await makeZip([{ path: 'a.png', bytes }]);
    flipped[flipped.indexOf('yyyy') + 7]! ^= 1;
    for (const damaged of [liar, flipped]) {
      const zip = await openZip(await save(damaged));
      for await (const entry of zip.entries()) {
        await expect(entry.read()).rejects.toMatchObject({ code: 'image_unreadable' });
      }
      zip.close();
    }
  });

  it('refuses what is no zip, or cut off', async () => {
    const zip = await makeZip([{ path: 'a.png', bytes: small }]);
    expect(await refusal(Buffer.from('no archive'))).toMatchObject({ code: 'archive_unreadable' });
    expect(await refusal(zip.subarray(0, zip.length - 30))).toMatchObject({ code: 'archive_unreadable' });
    expect(await refusal(Buffer.alloc(0))).toMatchObject({ code: 'archive_unreadable' });
  });
});
