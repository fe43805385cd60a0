/** Rejects with the signal's reason when it is aborted. */
export const pause = (pauseMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, pauseMs);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
