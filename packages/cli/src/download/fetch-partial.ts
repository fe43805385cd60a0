import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { networkFaultOf } from '../http/network-fault.ts';

export type FetchEnd =
  | { readonly kind: 'whole' }
  /** Transient: another try may go on from what has come. */
  | { readonly kind: 'cut'; readonly reason: string; readonly isTransient: boolean };

export interface FetchPartialOptions {
  readonly url: string;
  readonly partial: string;
  readonly signal: AbortSignal;
  readonly silenceMs: number;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
}

const RETRIED_STATUS = new Set([408, 429, 500, 502, 503, 504]);

const cut = (reason: string, isTransient: boolean): FetchEnd => ({ kind: 'cut', reason, isTransient });

/** `bytes 100-199/200` -> where it begins and how large the whole is. */
const rangeOf = (header: string | null): { start: number; total: number } | undefined => {
  const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(header ?? '');
  return match === null ? undefined : { start: Number(match[1]), total: Number(match[2]) };
};

/** One request that goes on where `partial` ends, if the site still has the same file, else begins anew. */
export const fetchPartial = async (options: FetchPartialOptions): Promise<FetchEnd> => {
  const { url, partial, signal, silenceMs, onProgress } = options;
  const etagFile = `${partial}.etag`;
  const have = (await stat(partial).catch(() => undefined))?.size ?? 0;
  const etag = await readFile(etagFile, 'utf8').catch(() => '');
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), silenceMs);
  };
  try {
    const response = await fetch(url, {
      headers: {
        'accept-encoding': 'identity',
        ...(have > 0 ? { range: `bytes=${have}-`, ...(etag === '' ? {} : { 'if-range': etag }) } : {}),
      },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    heard();
    if (response.status === 416) {
      // Nothing lies behind what we have: it is whole, or it is of another file.
      const total = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]);
      if (total === have) return { kind: 'whole' };
      await rm(partial);
      return cut('the site has another file than before', true);
    }
    if (!response.ok) return cut(`the site answered ${response.status}`, RETRIED_STATUS.has(response.status));
    const range = response.status === 206 ? rangeOf(response.headers.get('content-range')) : undefined;
    if (response.status === 206 && range?.start !== have) {
      await rm(partial, { force: true });
      return cut('the site sent another part than was asked for', true);
    }
    const length = response.headers.get('content-length');
    const total = range?.total ?? (length === null ? 0 : Number(length));
    const tag = response.headers.get('etag');
    // Only a strong tag says that the bytes are the same.
    if (tag !== null && !tag.startsWith('W/')) await writeFile(etagFile, tag);
    else await rm(etagFile, { force: true });

    let done = range === undefined ? 0 : have;
    const file = await open(partial, range === undefined ? 'w' : 'a');
    try {
      onProgress(done, total);
      for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        heard();
        await file.write(chunk);
        done += chunk.length;
        onProgress(done, total);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    return total === 0 || done === total ? { kind: 'whole' } : cut(`it ended after ${done} of ${total} bytes`, true);
  } catch (error) {
    signal.throwIfAborted();
    if (silence.signal.aborted) return cut(`it was silent for ${Math.round(silenceMs / 1000)} s`, true);
    const fault = networkFaultOf(error);
    if (fault === undefined) throw error;
    // Where nobody answers at all, another try at once would find the same.
    return cut(
      fault === 'ENOTFOUND' || fault === 'EAI_AGAIN' ? `${fault}, so this machine seems to be offline` : fault,
      fault === 'ECONNRESET' || fault === 'UND_ERR_SOCKET',
    );
  } finally {
    clearTimeout(timer);
  }
};
