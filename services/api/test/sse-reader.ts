export interface ServerSentEvent {
  id: string | undefined;
  event: string | undefined;
  data: unknown;
}

export interface EventReader {
  status: number;
  /** The next event; undefined when the stream has ended. */
  next(): Promise<ServerSentEvent | undefined>;
  /** All that is still to come. */
  rest(): Promise<ServerSentEvent[]>;
  stop(): void;
}

const parse = (block: string): ServerSentEvent | undefined => {
  const fields = new Map(
    block
      .split('\n')
      .filter((line) => !line.startsWith(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const data = fields.get('data');
  if (data === undefined) return undefined;
  return { id: fields.get('id'), event: fields.get('event'), data: JSON.parse(data) };
};

/** Reads server-sent events over a real connection. */
export async function readEvents(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
  const controller = new AbortController();
  const response = await fetch(url, { headers, signal: controller.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let buffered = '';
  const next = async (): Promise<ServerSentEvent | undefined> => {
    for (;;) {
      const end = buffered.indexOf('\n\n');
      if (end >= 0) {
        const event = parse(buffered.slice(0, end));
        buffered = buffered.slice(end + 2);
        if (event !== undefined) return event;
        continue;
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      buffered += value;
    }
  };
  return {
    status: response.status,
    next,
    rest: async () => {
      const events: ServerSentEvent[] = [];
      for (let event = await next(); event !== undefined; event = await next()) events.push(event);
      return events;
    },
    stop: () => controller.abort(),
  };
}
