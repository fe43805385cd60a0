import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** Pneumo says every 15 s that it is still there. */
const MAX_QUIET_MS = 45_000;

type Chunk = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']>>;

const orQuiet = async (read: Promise<Chunk>): Promise<Chunk | undefined> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const quiet = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), MAX_QUIET_MS);
  });
  try {
    return await Promise.race([read, quiet]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Server-sent events of a body, until it ends, breaks or has been quiet for too long. `onRetry` hears after how many milliseconds
 * the server wants to be asked again. Throws when `signal` is aborted.
 */
export async function* readEventMessages(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  onRetry: (retryMs: number) => void,
): AsyncGenerator<EventSourceMessage, void> {
  const messages: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => messages.push(message), onRetry });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const chunk = await orQuiet(reader.read()).catch(() => undefined);
      signal.throwIfAborted();
      if (chunk?.value === undefined) return;
      parser.feed(decoder.decode(chunk.value, { stream: true }));
      yield* messages.splice(0);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
