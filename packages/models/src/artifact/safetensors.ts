import { parameterSize } from '../network/list-parameters.ts';
import type { Weights } from '../network/weights.ts';

const headerLengthSize = 8;
const maximumHeaderSizeBytes = 16 * 1024 * 1024;
const bytesPerFloat = 4;

/**
 * Encodes weights in the safetensors format: 8 bytes of header length, a JSON header padded with spaces to a multiple of 8, then the
 * numbers, float32 little-endian, in the order of the map.
 */
export function encodeSafetensors(weights: Weights, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const header: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) header.push(['__metadata__', metadata]);
  let end = 0;
  for (const [name, { shape, data }] of weights) {
    if (name === '__metadata__') throw new Error('A tensor cannot be called __metadata__');
    if (parameterSize(shape) !== data.length) throw new Error(`Tensor ${name} does not hold what its shape says`);
    const begin = end;
    end += data.length * bytesPerFloat;
    header.push([name, { dtype: 'F32', shape, data_offsets: [begin, end] }]);
  }
  // Object.fromEntries defines properties, so that a key such as __proto__ stays a key.
  const json = JSON.stringify(Object.fromEntries(header));
  const unpadded = new TextEncoder().encode(json).length;
  const headerBytes = new TextEncoder().encode(json + ' '.repeat((8 - (unpadded % 8)) % 8));
  const bytes = new Uint8Array(headerLengthSize + headerBytes.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes.length), true);
  bytes.set(headerBytes, headerLengthSize);
  let offset = headerLengthSize + headerBytes.length;
  for (const { data } of weights.values()) {
    // As a block: every platform that runs this is little-endian, as the format is.
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function readHeader(bytes: Uint8Array, view: DataView): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < headerLengthSize) throw new Error('Not a safetensors file: shorter than its header length');
  const length = view.getBigUint64(0, true);
  if (length > BigInt(maximumHeaderSizeBytes) || Number(length) > bytes.length - headerLengthSize) {
    throw new Error(`Not a safetensors file: header length ${length} is out of range`);
  }
  const dataStart = headerLengthSize + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(headerLengthSize, dataStart)));
  } catch (cause) {
    throw new Error('Not a safetensors file: its header is not JSON', { cause });
  }
  if (!isRecord(header)) throw new Error('Not a safetensors file: its header is not an object');
  return { header, dataStart };
}

function readMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw new Error('Safetensors metadata is not an object');
  const entries = Object.entries(value).map(([key, text]): [string, string] => {
    if (typeof text !== 'string') throw new Error(`Safetensors metadata ${key} is not a text`);
    return [key, text];
  });
  // Object.fromEntries defines properties, so that a key such as __proto__ stays a key.
  return Object.fromEntries(entries);
}

interface Entry {
  readonly name: string;
  readonly shape: number[];
  readonly begin: number;
  readonly end: number;
}

function readEntry(name: string, value: unknown): Entry {
  const fail = (reason: string): never => {
    throw new Error(`Safetensors entry ${name}: ${reason}`);
  };
  if (!isRecord(value)) return fail('not an object');
  const { dtype, shape, data_offsets: offsets } = value;
  if (dtype !== 'F32') return fail(`only F32 is read, this is ${JSON.stringify(dtype)}`);
  if (!Array.isArray(shape) || !shape.every(isCount)) return fail('its shape is not a list of sizes');
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    return fail('its offsets are malformed');
  const [begin, end] = offsets;
  if (begin === undefined || end === undefined || begin > end) return fail('its offsets are out of order');
  if (end - begin !== parameterSize(shape) * bytesPerFloat) return fail('its offsets do not fit its shape');
  return { name, shape, begin, end };
}

/**
 * Decodes a safetensors file of float32 tensors; with `only`, the whole header, but no other tensors than those. Throws an Error that
 * names the fault for anything else, never reads out of range.
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  only?: ReadonlySet<string>,
): { weights: Weights; metadata: Record<string, string> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, dataStart } = readHeader(bytes, view);
  const { __metadata__: metadata, ...tensors } = header;
  const entries = Object.entries(tensors).map(([name, value]) => readEntry(name, value));
  // The format wants every byte to belong to exactly one tensor.
  let expected = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== expected) throw new Error(`Safetensors entry ${name}: its bytes overlap others or leave a gap`);
    expected = end;
  }
  if (expected !== bytes.length - dataStart) {
    throw new Error(`Safetensors data has ${bytes.length - dataStart} bytes where the header says ${expected}`);
  }
  const weights: Weights = new Map();
  for (const { name, shape, begin, end } of entries) {
    if (only?.has(name) === false) continue;
    // A copy, since the numbers need not be aligned in the file.
    const data = new Float32Array((end - begin) / bytesPerFloat);
    new Uint8Array(data.buffer).set(bytes.subarray(dataStart + begin, dataStart + end));
    weights.set(name, { shape, data });
  }
  return { weights, metadata: readMetadata(metadata) };
}
