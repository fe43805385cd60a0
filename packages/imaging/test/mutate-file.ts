import { between } from '../src/pure/seeded-random.ts';
import type { Elements } from './dicom-writer.ts';
import { writeDicom } from './dicom-writer.ts';

type Random = () => number;
type Mutation = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

const place = (bytes: Buffer, random: Random): number => Math.floor(between(random, 0, bytes.length));
/** Where headers are. */
const early = (bytes: Buffer, random: Random): number => Math.floor(between(random, 0, Math.min(bytes.length, 900)));

const flipBits: Mutation = (bytes, random) => {
  const at = random() < 0.5 ? early : place;
  for (let flips = Math.ceil(random() * 12); flips > 0; flips -= 1) {
    bytes[at(bytes, random)]! ^= 1 << Math.floor(random() * 8);
  }
  return bytes;
};

const cut: Mutation = (bytes, random) => bytes.subarray(0, place(bytes, random));

const repeat: Mutation = (bytes, random) => {
  const [from, to] = [place(bytes, random), place(bytes, random)].sort((a, b) => a - b) as [number, number];
  return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
};

const overwrite: Mutation = (bytes, random) => {
  const at = place(bytes, random);
  return bytes.fill(Math.floor(random() * 256), at, Math.min(at + Math.ceil(random() * 40), bytes.length));
};

/** The head of one file before the rest of another, of another format perhaps. */
const spliceHeads: Mutation = (bytes, random, others) => {
  const other = others[Math.floor(random() * others.length)]!;
  return Buffer.concat([other.subarray(0, early(other, random)), bytes.subarray(early(bytes, random))]);
};

const LENGTHS = ['ffffffff', '7fffffff', 'feffffff', '00000080', '00000000', 'ffff', 'feff', '0000'];

/** A length, or what may be one, that is huge or nothing. */
const bombLength: Mutation = (bytes, random) => {
  const value = Buffer.from(LENGTHS[Math.floor(random() * LENGTHS.length)]!, 'hex');
  value.copy(bytes, early(bytes, random) & ~1);
  return bytes;
};

/** Announces up to 65,535 pixels a side, where the format keeps its size. */
const hugeSides: Mutation = (bytes, random) => {
  const side = () => Math.floor(between(random, 2_000, 65_535));
  if (bytes[0] === 0x89) {
    bytes.writeUInt32BE(side() * (random() < 0.3 ? 60_000 : 1), 16);
    bytes.writeUInt32BE(side(), 20);
    return bytes;
  }
  for (const mark of ['ffc000', 'ffc100', 'ffc200', 'ffc300', 'fff700']) {
    const at = bytes.indexOf(mark, 0, 'hex');
    if (at >= 0 && at + 9 < bytes.length) bytes.writeUInt16BE(side(), at + (random() < 0.5 ? 5 : 7));
  }
  for (const tag of ['28001000', '28001100']) {
    const at = bytes.indexOf(tag, 0, 'hex');
    if (at >= 0 && at + 10 < bytes.length && random() < 0.7) bytes.writeUInt16LE(side(), at + 8);
  }
  const size = bytes.indexOf('ff4fff51', 0, 'hex');
  if (size >= 0 && size + 60 < bytes.length) bytes.writeUInt32BE(side() * 1_000, size + 8);
  return bytes;
};

/** Sequences in sequences before everything else; some are never closed. */
const nestSequences: Mutation = (bytes, random) => {
  const at = bytes.indexOf('08001600', 0, 'hex');
  if (at < 0) return flipBits(bytes, random, []);
  let nest: Elements = { '0008,0100 SH': 'x' };
  for (let depth = Math.floor(random() * 60); depth > 0; depth -= 1) nest = { '0008,1140 SQ': [nest] };
  const whole = writeDicom({ header: 'none', elements: nest });
  const open = Buffer.from('0800401153510000fffffffffeff00e0ffffffff', 'hex');
  const opened = Buffer.concat(Array<Buffer>(Math.floor(random() * 4_000)).fill(open));
  return Buffer.concat([bytes.subarray(0, at), random() < 0.5 ? whole : opened, bytes.subarray(at)]);
};

const MUTATIONS = [flipBits, flipBits, cut, repeat, overwrite, spliceHeads, bombLength, hugeSides, nestSequences];

/** A damaged copy of a file: the same for the same random numbers. */
export function mutateFile(bytes: Uint8Array, others: readonly Uint8Array[], random: Random): Buffer {
  const mutation = MUTATIONS[Math.floor(random() * MUTATIONS.length)]!;
  return mutation(
    Buffer.from(bytes),
    random,
    others.map((other) => Buffer.from(other)),
  );
}
