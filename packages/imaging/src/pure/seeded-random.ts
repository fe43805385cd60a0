/** Numbers in [0, 1) that follow from the seed alone (sfc32, seeded by an FNV-1a hash of the text). */
export type Random = () => number;

export function seededRandom(seed: number | string): Random {
  let hash = 0x811c9dc5;
  for (const character of String(seed)) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  let a = hash;
  let b = hash ^ 0x9e3779b9;
  let c = hash ^ 0x243f6a88;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}
