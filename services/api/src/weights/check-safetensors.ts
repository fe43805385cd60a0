import type { ParameterSpec } from '@pneumo/models/network';
import { PneumoError } from '@pneumo/shared/runtime';

type Expected = Pick<ParameterSpec, 'name' | 'shape'>;

const LENGTH_BYTES = 8;
const MAX_HEADER_BYTES = 2 ** 20;
const BYTES_PER_FLOAT = 4;

const invalid = (reason: string, cause?: unknown): PneumoError =>
  new PneumoError('weights_invalid', `These are no weights of this architecture: ${reason}.`, { cause });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseHeader = (text: Buffer): Record<string, unknown> => {
  let header: unknown;
  try {
    header = JSON.parse(text.toString());
  } catch (error) {
    throw invalid('the header of the safetensors file is not JSON', error);
  }
  if (!isRecord(header)) throw invalid('the header of the safetensors file is no object');
  return header;
};

/** Bytes of all tensors. Throws `weights_invalid` unless the header names exactly what is expected, one behind another. */
const checkHeader = (header: Record<string, unknown>, expected: readonly Expected[]): number => {
  const sizes = new Map<string, { begin: number; end: number }>();
  for (const { name, shape } of expected) {
    const entry = header[name];
    if (!isRecord(entry)) throw invalid(`there is no tensor ${name}`);
    const { dtype, shape: seen, data_offsets: offsets } = entry;
    if (dtype !== 'F32') throw invalid(`${name} is not float32`);
    if (!Array.isArray(seen) || seen.join() !== shape.join()) {
      throw invalid(`${name} has shape ${JSON.stringify(seen)}, not [${shape.join(', ')}]`);
    }
    const [begin, end] = Array.isArray(offsets) ? (offsets as unknown[]) : [];
    const bytes = shape.reduce((product, length) => product * length, BYTES_PER_FLOAT);
    if (typeof begin !== 'number' || typeof end !== 'number' || end - begin !== bytes) {
      throw invalid(`the offsets of ${name} do not fit its shape`);
    }
    sizes.set(name, { begin, end });
  }
  const strange = Object.keys(header).find((name) => name !== '__metadata__' && !sizes.has(name));
  if (strange !== undefined) throw invalid(`there is a tensor ${strange.slice(0, 100)} that does not belong`);
  let at = 0;
  for (const { begin, end } of [...sizes.values()].sort((a, b) => a.begin - b.begin)) {
    if (begin !== at) throw invalid('its tensors overlap or leave gaps');
    at = end;
  }
  return at;
};

/**
 * Passes a safetensors file on as it comes, once its header has proved to name exactly the expected tensors, and no byte beyond them.
 * Throws `weights_invalid`, before anything is passed on where the header is at fault.
 */
export async function* checkedSafetensors(
  bytes: AsyncIterable<Uint8Array>,
  expected: readonly Expected[],
): AsyncGenerator<Uint8Array> {
  let start: Buffer | undefined = Buffer.alloc(0);
  let total = Number.POSITIVE_INFINITY;
  let seen = 0;
  for await (const chunk of bytes) {
    seen += chunk.length;
    if (start === undefined) {
      if (seen > total) throw invalid('there are more bytes than its header tells of');
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < LENGTH_BYTES) continue;
    const headerBytes = start.readBigUInt64LE();
    if (headerBytes > BigInt(MAX_HEADER_BYTES)) throw invalid('it is no safetensors file');
    const dataStart = LENGTH_BYTES + Number(headerBytes);
    if (start.length < dataStart) continue;
    total = dataStart + checkHeader(parseHeader(start.subarray(LENGTH_BYTES, dataStart)), expected);
    if (seen > total) throw invalid('there are more bytes than its header tells of');
    yield start;
    start = undefined;
  }
  if (seen !== total) throw invalid(`it ends after ${seen} bytes`);
}
