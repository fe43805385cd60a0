import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * What a file answers that runs as a thread of its own: it takes `input` as its worker data, posts one message, ends. The event loop
 * goes on renewing locks and serving predictions. Rejects with the signal's reason when told to stop.
 */
export async function runInThread<T>(file: URL, input: unknown, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const worker = new Worker(file, { workerData: input, execArgv: ['--disable-warning=ExperimentalWarning'] });
  const ended = once(worker, 'exit').then((): never => {
    throw new Error('The thread ended without an answer.');
  });
  try {
    const [answer] = (await Promise.race([once(worker, 'message', { signal }), ended])) as [T];
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    ended.catch(() => undefined);
    await worker.terminate();
  }
}
