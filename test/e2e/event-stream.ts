import type { JobResource } from '../../packages/shared/src/contracts/index.ts';

export interface StreamEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  /** The whole job in the last one; before it, what has changed. */
  readonly data: Pick<JobResource, 'id' | 'kind' | 'state' | 'attempt'> & Partial<JobResource>;
}

/** Reads a stream of server-sent events to its end. */
export const readEvents = async (url: string, headers: Record<string, string> = {}): Promise<StreamEvent[]> => {
  const response = await fetch(url, { headers: { accept: 'text/event-stream', ...headers } });
  const text = await response.text();
  return text.split('\n\n').flatMap((block) => {
    const fields = new Map(
      block.split('\n').flatMap((line): [string, string][] => {
        const at = line.indexOf(': ');
        return at <= 0 ? [] : [[line.slice(0, at), line.slice(at + 2)]];
      }),
    );
    const data = fields.get('data');
    return data === undefined
      ? []
      : [{ id: fields.get('id'), event: fields.get('event'), data: JSON.parse(data) as StreamEvent['data'] }];
  });
};
