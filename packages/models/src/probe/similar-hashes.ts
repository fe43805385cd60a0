const CHUNKS = 4;
/** With so few bits different, at least one of the four chunks of 16 bits is equal: what the search stands on. */
export const MAX_HASH_DISTANCE = CHUNKS - 1;

/**
 * Calls `visit` once for every pair of 64-bit hashes (16 hex digits) that differ in at most 3 bits, in a fixed order; stops when it answers false.
 * Multi-index hashing: such a pair agrees in at least one of four chunks, so only hashes within a bucket of a chunk are compared.
 */
export function forEachSimilarHash(
  hashes: readonly string[],
  visit: (first: number, second: number, distance: number) => boolean,
): void {
  const chunks = Array.from({ length: CHUNKS }, (_, chunk) =>
    Uint16Array.from(hashes, (hash) => parseInt(hash.slice(chunk * 4, chunk * 4 + 4), 16)),
  );
  for (const [chunk, keys] of chunks.entries()) {
    const earlier = chunks.slice(0, chunk);
    for (const bucket of bucketsOf(keys)) {
      for (let i = 1; i < bucket.length; i++) {
        for (let j = 0; j < i; j++) {
          const [first, second] = [bucket[j]!, bucket[i]!];
          // A pair that agrees in an earlier chunk was met there.
          if (earlier.some((other) => other[first] === other[second])) continue;
          const distance = distanceOf(chunks, first, second);
          if (distance <= MAX_HASH_DISTANCE && !visit(first, second, distance)) return;
        }
      }
    }
  }
}

/** Positions with the same key, each bucket in rising order. */
function bucketsOf(keys: Uint16Array): Iterable<Uint32Array> {
  const order = Uint32Array.from(keys, (_, i) => i).sort((a, b) => keys[a]! - keys[b]! || a - b);
  const buckets: Uint32Array[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && keys[order[end]!] === keys[order[start]!]) end++;
    if (end - start > 1) buckets.push(order.subarray(start, end));
    start = end;
  }
  return buckets;
}

function distanceOf(chunks: readonly Uint16Array[], first: number, second: number): number {
  const high = ((chunks[0]![first]! ^ chunks[0]![second]!) << 16) | (chunks[1]![first]! ^ chunks[1]![second]!);
  const low = ((chunks[2]![first]! ^ chunks[2]![second]!) << 16) | (chunks[3]![first]! ^ chunks[3]![second]!);
  return bitDistance(high, low);
}

/** Bits that are set in the two words of 32 bits of a difference of hashes. */
export function bitDistance(high: number, low: number): number {
  return countBits(high) + countBits(low);
}

function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
