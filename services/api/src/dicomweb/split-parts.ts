import { PneumoError } from '@pneumo/shared/runtime';

export interface PartLimits {
  readonly partBytes: number;
  readonly totalBytes: number;
  readonly parts: number;
}

export interface Part {
  /** Content type without parameters, in lower case. */
  readonly type: string | undefined;
  readonly bytes: Buffer;
}

const MAX_HEAD_BYTES = 8_192;
const HEAD_END = '\r\n\r\n';

type State = 'preamble' | 'head' | 'body' | 'end';

/**
 * Multipart body (RFC 2046) -> its parts, each whole, as they come: the next chunk is read only when the last part was
 * dealt with, so that one part at a time is in memory. What stands before the first delimiter and behind the last is
 * dropped. Throws `payload_too_large` or `malformed_body`.
 */
export async function* splitParts(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
  limits: PartLimits,
): AsyncGenerator<Part> {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  // The first delimiter may stand at the very beginning.
  let rest: Buffer = Buffer.from('\r\n');
  let state: State = 'preamble';
  let type: string | undefined;
  let pieces: Buffer[] = [];
  const seen = { totalBytes: 0, partBytes: 0, parts: 0 };
  const add = (piece: Buffer): void => {
    seen.partBytes += piece.length;
    if (seen.partBytes > limits.partBytes) throw tooLarge(`An instance has at most ${limits.partBytes} bytes.`);
    pieces.push(piece);
  };

  for await (const chunk of chunksOf(body)) {
    seen.totalBytes += chunk.length;
    if (seen.totalBytes > limits.totalBytes) throw tooLarge(`A request has at most ${limits.totalBytes} bytes.`);
    if (state === 'end') continue;
    rest = Buffer.concat([rest, chunk]);
    for (let waits = false; !waits; ) {
      if (state === 'head') {
        if (rest.subarray(0, 2).toString('latin1') === '--') {
          state = 'end';
          break;
        }
        const end = rest.indexOf(HEAD_END);
        if (end > MAX_HEAD_BYTES || (end < 0 && rest.length > MAX_HEAD_BYTES)) throw malformed();
        waits = end < 0;
        if (waits) continue;
        seen.parts += 1;
        if (seen.parts > limits.parts) throw tooLarge(`A request has at most ${limits.parts} instances.`);
        type = typeOf(rest.toString('latin1', 0, end));
        rest = rest.subarray(end + HEAD_END.length);
        state = 'body';
        seen.partBytes = 0;
        pieces = [];
        continue;
      }
      const at = rest.indexOf(delimiter);
      // What may be the beginning of a delimiter waits for the next chunk.
      const upTo = at < 0 ? Math.max(rest.length - delimiter.length + 1, 0) : at;
      if (state === 'body') add(rest.subarray(0, upTo));
      rest = rest.subarray(at < 0 ? upTo : at + delimiter.length);
      waits = at < 0;
      if (waits) continue;
      if (state === 'body') yield { type, bytes: Buffer.concat(pieces) };
      state = 'head';
    }
  }
  if (state !== 'end') throw malformed();
}

/** A stream that breaks off is a damaged body. */
async function* chunksOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw malformed(error);
  }
}

const typeOf = (head: string): string | undefined =>
  /\r\ncontent-type:[ \t]*([^\s;]+)/i.exec(`\r\n${head}`)?.[1]?.toLowerCase();

const tooLarge = (message: string): PneumoError => new PneumoError('payload_too_large', message);

const malformed = (cause?: unknown): PneumoError =>
  new PneumoError('malformed_body', 'The multipart body is damaged or cut off.', { cause });
