import { PreconditionFailed } from './errors.ts';
import type { RuntimeMetrics } from './metrics.ts';
import type { ObjectStore } from './object-store.ts';
import { inSpan, isTraced } from './tracing.ts';

/** The same store, whose calls are timed, counted by how they ended, and part of the trace of what asks for them. */
export const measureObjectStore = (
  store: ObjectStore,
  { storeCalled }: Pick<RuntimeMetrics, 'storeCalled'>,
): ObjectStore => {
  const measured = async <T>(call: string, work: () => Promise<T>): Promise<T> => {
    const startedMs = performance.now();
    const tell = (end: 'ok' | 'lost' | 'error'): void =>
      storeCalled(call, end, (performance.now() - startedMs) / 1_000);
    try {
      const answer = await work();
      tell('ok');
      return answer;
    } catch (error) {
      tell(error instanceof PreconditionFailed ? 'lost' : 'error');
      throw error;
    }
  };
  // Looking around in the background belongs to nothing, and would fill the collector with traces of one span.
  const call = <T>(name: string, work: () => Promise<T>): Promise<T> =>
    isTraced()
      ? inSpan(`store ${name}`, { kind: 'client', attributes: { 'pneumo.store.call': name } }, () =>
          measured(name, work),
        )
      : measured(name, work);

  async function* timedList<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = items[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await measured('list', () => iterator.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  return {
    put: (key, bytes, options) => call('put', () => store.put(key, bytes, options)),
    putJson: (key, value, options) => call('put', () => store.putJson(key, value, options)),
    tryGet: (key) => call('get', () => store.tryGet(key)),
    get: (key) => call('get', () => store.get(key)),
    tryGetStream: (key) => call('get', () => store.tryGetStream(key)),
    exists: (key) => call('head', () => store.exists(key)),
    delete: (key) => call('delete', () => store.delete(key)),
    list: (prefix, startAfter) => timedList(store.list(prefix, startAfter)),
    listFolders: (prefix) => timedList(store.listFolders(prefix)),
    ensureBucket: () => call('bucket', () => store.ensureBucket()),
    ping: () => call('bucket', () => store.ping()),
    close: () => store.close(),
  };
};
