import type { CanonicalImage } from './canonicalise.ts';
import { type DecodeProcess, type DecodeProcessOptions, startDecodeProcess } from './decode-process.ts';
import { type ImageLimits, inspectImage } from './inspect-image.ts';
import { sniffFormat } from './sniff-format.ts';

export interface DecodePool {
  /**
   * Checks the header of a JPEG or PNG at once, then decodes in a child process, first come first served.
   * Rejects with ImageError, with the signal's reason, or with a plain Error when no decoder process can be started.
   */
  decode(bytes: Uint8Array, signal?: AbortSignal): Promise<CanonicalImage>;
  /** Stops the children; what still waits or runs is rejected. */
  close(): Promise<void>;
}

export interface DecodePoolOptions extends Partial<ImageLimits>, DecodeProcessOptions {
  /** Child processes at most; they start when first needed. */
  size: number;
  /** Time one image may take in a child; then the child is killed and another takes its place. */
  timeoutMs: number;
}

interface Task {
  bytes: Uint8Array;
  resolve(image: CanonicalImage): void;
  reject(error: unknown): void;
  /** Set when the caller gave up: a queued task is then dropped, a running one's answer ignored. */
  settled: boolean;
}

/**
 * Decoders are native code fed with strangers' bytes: they run in child processes with an empty environment, so that
 * a crash or a hang costs one image and nothing else.
 */
export function createDecodePool({
  size,
  timeoutMs,
  childModule,
  inBackground,
  ...limits
}: DecodePoolOptions): DecodePool {
  const children = new Set<DecodeProcess>();
  const idle: DecodeProcess[] = [];
  const queue: Task[] = [];
  let closed = false;

  function pump(): void {
    while (queue.length > 0 && !closed) {
      if (queue[0]!.settled) {
        queue.shift();
        continue;
      }
      const child = idle.pop() ?? (children.size < size ? start() : undefined);
      if (child === undefined) return;
      void run(child, queue.shift()!);
    }
  }

  function start(): DecodeProcess {
    const child = startDecodeProcess({ childModule, inBackground });
    children.add(child);
    void child.exited.then(() => {
      children.delete(child);
      const at = idle.indexOf(child);
      if (at >= 0) idle.splice(at, 1);
      pump();
    });
    return child;
  }

  async function run(child: DecodeProcess, task: Task): Promise<void> {
    try {
      task.resolve(await child.decode({ bytes: task.bytes, limits }, timeoutMs));
    } catch (error) {
      task.reject(closed ? closedError() : error);
    }
    if (child.alive()) idle.push(child);
    pump();
  }

  return {
    decode(bytes, signal) {
      return new Promise((resolve, reject) => {
        if (closed) throw closedError();
        signal?.throwIfAborted();
        // The header of a DICOM file is read in the child, too: it is a format of its own, with nests and tables.
        if (sniffFormat(bytes) !== 'dicom') inspectImage(bytes, limits);
        const settle = () => {
          task.settled = true;
          signal?.removeEventListener('abort', abort);
        };
        const task: Task = {
          bytes,
          settled: false,
          resolve: (image) => {
            settle();
            resolve(image);
          },
          reject: (error) => {
            settle();
            reject(error instanceof Error ? error : new Error(String(error)));
          },
        };
        const abort = () => task.reject(signal?.reason);
        signal?.addEventListener('abort', abort, { once: true });
        queue.push(task);
        pump();
      });
    },
    async close() {
      closed = true;
      for (const task of queue.splice(0)) task.reject(closedError());
      await Promise.all([...children].map((child) => child.stop()));
    },
  };
}

function closedError(): Error {
  return new Error('The decode pool is closed.');
}
