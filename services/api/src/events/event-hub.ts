import { setTimeout as delay } from 'node:timers/promises';
import { type LiveState, type Logger, messageOf, type StreamedEvent } from '@pneumo/shared/runtime';

const POLL_MS = 50;
const AWAY_MS = 1_000;
const PAGE = 1_000;

export interface EventListener {
  onEvent(event: StreamedEvent): void;
  /** The server stops. */
  onClose(): void;
}

export interface EventSubscription {
  /** The newest event that this listener will not be given; undefined while Redis is away. */
  readonly cursor: string | undefined;
  stop(): void;
}

export interface EventHub {
  subscribe(listener: EventListener): Promise<EventSubscription>;
  close(): void;
}

/** Reads the stream of job events once for all who listen, and only while somebody does. */
export const createEventHub = ({ live, logger }: { live: LiveState; logger: Logger }): EventHub => {
  const listeners = new Set<EventListener>();
  let cursor: string | undefined;
  let running: Promise<void> | undefined;
  let closed = false;

  const readOnce = async (): Promise<number> => {
    cursor ??= await live.newestEventId();
    const events = await live.eventsAfter(cursor, PAGE);
    for (const event of events) {
      cursor = event.id;
      for (const listener of listeners) listener.onEvent(event);
    }
    return events.length === PAGE ? 0 : POLL_MS;
  };

  const run = async (): Promise<void> => {
    let away = false;
    while (listeners.size > 0 && !closed) {
      try {
        await delay(await readOnce());
        away = false;
      } catch (error) {
        if (!away) logger.warn({ error: messageOf(error) }, 'job events cannot be read now');
        away = true;
        await delay(AWAY_MS);
      }
    }
    running = undefined;
    cursor = undefined;
  };

  return {
    subscribe: async (listener) => {
      if (closed) listener.onClose();
      else listeners.add(listener);
      if (cursor === undefined) {
        const newest = await live.newestEventId().catch(() => undefined);
        cursor ??= newest;
      }
      const from = cursor;
      if (!closed) running ??= run();
      return { cursor: from, stop: () => listeners.delete(listener) };
    },
    close: () => {
      closed = true;
      for (const listener of listeners) listener.onClose();
      listeners.clear();
    },
  };
};
