import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { createDecodePool, ImageError } from '../src/index.ts';
import { seededRandom } from '../src/pure/seeded-random.ts';
import { childPids } from './child-pids.ts';
import { fuzzSources, hasSharedData } from './fuzz-sources.ts';
import { mutateFile } from './mutate-file.ts';

const FILES = 6_000;
const WAVE = 500;
/** Longest time that one file may take, and the pool's limit: a hang ends as image_decode_timeout. */
const TIMEOUT_MS = 5_000;
/** Both decoders fill their heaps in the first half; a leak would go on in the second. */
const MAX_GROWTH_BYTES = 64 * 2 ** 20;

const pool = createDecodePool({ size: 2, timeoutMs: TIMEOUT_MS });
afterAll(() => pool.close());

/** Memory of the decoders, by process; empty where the system does not tell. */
async function decoderMemory(): Promise<ReadonlyMap<number, number>> {
  const told = await Promise.all(
    (await childPids()).map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      return [pid, 1_024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)] as const;
    }),
  );
  return new Map(told);
}

const total = (memory: ReadonlyMap<number, number>): number => [...memory.values()].reduce((a, b) => a + b, 0);

describe(`damaged JPEG, PNG and DICOM files${hasSharedData ? ', of real ones, too' : ' (no real ones: ../shared/data is absent)'}`, () => {
  it('end in a picture or in a refusal with a code, in time and in the same memory', {
    timeout: 300_000,
  }, async () => {
    const random = seededRandom('fuzz 2');
    const sources = await fuzzSources();
    // Whole files first: they are taken or refused for what they are, and every decoder is loaded.
    const whole = await Promise.allSettled([...sources, ...sources].map((file) => pool.decode(file)));
    expect(whole.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(whole.length * 0.8);
    const codes = new Map<string, number>();
    let warm: ReadonlyMap<number, number> | undefined;
    for (let done = 0; done < FILES; done += WAVE) {
      const files = Array.from({ length: WAVE }, (_, at) => mutateFile(sources[at % sources.length]!, sources, random));
      const ends = await Promise.allSettled(files.map((file) => pool.decode(file)));
      for (const end of ends) {
        const reason: unknown = end.status === 'rejected' ? end.reason : undefined;
        if (reason !== undefined) expect(reason).toBeInstanceOf(ImageError);
        // A decoder that died is no refusal of its own.
        if (reason instanceof Error) expect(reason.message).not.toContain('decoder stop');
        const code = reason instanceof ImageError ? reason.code : 'taken';
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
      if (done === FILES / 2) warm = await decoderMemory();
    }
    const last = await decoderMemory();
    expect(total(last) - total(warm ?? last)).toBeLessThan(MAX_GROWTH_BYTES);
    expect(codes.has('image_decode_timeout')).toBe(false);
    // Mutations that always, or never, hurt would test nothing.
    expect(codes.get('taken')).toBeGreaterThan(FILES / 20);
    expect(codes.get('image_unreadable')).toBeGreaterThan(FILES / 5);
    expect(codes.get('image_too_large')).toBeGreaterThan(FILES / 200);
    console.log(
      Object.fromEntries(codes),
      `decoders' memory in MiB: ${Math.round(total(warm ?? last) / 2 ** 20)} -> ${Math.round(total(last) / 2 ** 20)}`,
    );
  });
});
