import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type Weights } from '../src/index.ts';

const sample: Weights = new Map([
  ['conv/kernel', { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, 1e-20, 7) }],
  ['scalar', { shape: [], data: Float32Array.of(4) }],
  ['empty', { shape: [0], data: new Float32Array() }],
]);

/** A file with the given header and so many bytes of data. */
function fileOf(header: unknown, dataSizeBytes: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataSizeBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const entry = (shape: unknown, offsets: unknown, dtype: unknown = 'F32') => ({ dtype, shape, data_offsets: offsets });

describe('safetensors', () => {
  it('round-trips weights and metadata', () => {
    const decoded = decodeSafetensors(encodeSafetensors(sample, { architecture: 'cnn', note: 'é' }));
    expect(decoded).toEqual({ weights: sample, metadata: { architecture: 'cnn', note: 'é' } });
  });

  it('keeps names that mean something to JavaScript', () => {
    const weights: Weights = new Map([['__proto__', { shape: [1], data: Float32Array.of(2) }]]);
    expect(decodeSafetensors(encodeSafetensors(weights)).weights).toEqual(weights);
  });

  it('reads the tensors that are asked for, and no others', () => {
    const { weights } = decodeSafetensors(encodeSafetensors(sample), new Set(['scalar', 'absent']));
    expect(weights).toEqual(new Map([...sample].filter(([name]) => name === 'scalar')));
  });

  it('reads a file that lies anywhere in a larger buffer', () => {
    const bytes = encodeSafetensors(sample);
    const larger = new Uint8Array(bytes.length + 8);
    larger.set(bytes, 3);
    expect(decodeSafetensors(larger.subarray(3, 3 + bytes.length)).weights).toEqual(sample);
  });

  it('writes what the format prescribes', () => {
    const bytes = encodeSafetensors(new Map([['a', { shape: [1], data: Float32Array.of(1) }]]));
    const headerSize = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(headerSize % 8).toBe(0);
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerSize)));
    expect(header).toEqual({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } });
    expect([...bytes.subarray(8 + headerSize)]).toEqual([0, 0, 0x80, 0x3f]);
  });

  it('round-trips any weights', () => {
    const tensor = fc.float32Array({ maxLength: 20 }).map((data) => ({ shape: [data.length], data }));
    const name = fc.string().filter((text) => text !== '__metadata__');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, tensor)), (entries) => {
        const weights: Weights = new Map(entries);
        expect(decodeSafetensors(encodeSafetensors(weights)).weights).toEqual(weights);
      }),
    );
  });

  it.each<[string, Uint8Array]>([
    ['shorter than its header length', new Uint8Array(7)],
    ['header length 4096 is out of range', Uint8Array.of(0, 16, 0, 0, 0, 0, 0, 0, 1)],
    ['is out of range', new Uint8Array(16).fill(255)],
    ['its header is not JSON', fileOf('{"a":', 0)],
    ['its header is not an object', fileOf([1], 0)],
    ['not an object', fileOf({ a: 1 }, 0)],
    ['only F32 is read, this is "F16"', fileOf({ a: entry([2], [0, 4], 'F16') }, 4)],
    ['its shape is not a list of sizes', fileOf({ a: entry([-1], [0, 4]) }, 4)],
    ['its shape is not a list of sizes', fileOf({ a: entry([1.5], [0, 6]) }, 6)],
    ['its offsets are malformed', fileOf({ a: entry([1], [0]) }, 4)],
    ['its offsets are out of order', fileOf({ a: entry([1], [4, 0]) }, 4)],
    ['its offsets do not fit its shape', fileOf({ a: entry([2], [0, 4]) }, 4)],
    ['its offsets do not fit its shape', fileOf({ a: entry([2 ** 40, 2 ** 40], [0, 4]) }, 4)],
    ['overlap others or leave a gap', fileOf({ a: entry([2], [0, 8]), b: entry([2], [4, 12]) }, 12)],
    ['overlap others or leave a gap', fileOf({ a: entry([1], [4, 8]) }, 8)],
    ['has 4 bytes where the header says 8', fileOf({ a: entry([2], [0, 8]) }, 4)],
    ['has 8 bytes where the header says 4', fileOf({ a: entry([1], [0, 4]) }, 8)],
    ['metadata n is not a text', fileOf({ __metadata__: { n: 1 } }, 0)],
  ])('rejects a file whose fault is: %s', (message, bytes) => {
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });

  it('answers any damage with weights or an Error of its own', () => {
    const whole = encodeSafetensors(sample, { a: 'b' });
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(damage, fc.nat(whole.length), (changes, length) => {
        const bytes = whole.slice(0, length);
        for (const [position, value] of changes) if (position < length) bytes[position] = value;
        try {
          const { weights } = decodeSafetensors(bytes);
          for (const { shape, data } of weights.values()) expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
        } catch (error) {
          expect((error as Error).message).toMatch(/safetensors/i);
        }
      }),
      { numRuns: 500 },
    );
  });
});
