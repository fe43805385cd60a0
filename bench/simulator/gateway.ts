import type { Clock } from './clock.ts';
import type { Thread } from './machine.ts';

/** A gateway that clients wait at: it hears of ends by reading the stream of events now and then, as its event hub does. */
export interface SimulatedGateway {
  readonly thread: Thread;
  /** From when a job is accepted until its end has been heard of. */
  listen(): { readonly ended: (heard: () => void) => void };
}

/** As in services/api/src/events/event-hub.ts. */
const POLL_MS = 50;

export const createGateway = (clock: Clock, thread: Thread, read: (done: () => void) => void): SimulatedGateway => {
  let listeners = 0;
  let isReading = false;
  let told: (() => void)[] = [];

  const readOn = (): void => {
    isReading = listeners > 0;
    if (!isReading) return;
    read(() => {
      const heard = told;
      told = [];
      listeners -= heard.length;
      for (const each of heard) each();
      clock.after(POLL_MS, readOn);
    });
  };
  return {
    thread,
    listen: () => {
      listeners += 1;
      if (!isReading) readOn();
      return { ended: (heard) => void told.push(heard) };
    },
  };
};
