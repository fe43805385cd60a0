import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type LoadRequest, post } from '../serving/http-load.ts';

export interface OpenLoad {
  /** Of each answer to a request that was due after the warm-up, in ms from when it was due, sorted. */
  readonly latenciesMs: readonly number[];
  /** Answered between warm-up and end, and how long that is. */
  readonly images: number;
  readonly seconds: number;
}

/**
 * Open loop: each request is sent when it is due, whatever has become of those before. A request that is sent late, because this process was kept from
 * running, is counted from when it was due. Throws at an answer that is not a finished prediction.
 */
export const loadOpenly = async (
  url: URL,
  requests: readonly LoadRequest[],
  options: { readonly dueMs: readonly number[]; readonly seconds: number; readonly warmUpSeconds: number },
): Promise<OpenLoad> => {
  const { dueMs, seconds, warmUpSeconds } = options;
  const agent = new http.Agent({ keepAlive: true });
  const startedMs = performance.now();
  const sinceMs = (): number => performance.now() - startedMs;
  const latenciesMs: number[] = [];
  let counted = 0;
  const ask = async (due: number, index: number): Promise<void> => {
    const { status, text } = await post(url, agent, requests[index % requests.length]!);
    if (status !== 200 || !text.includes('"state":"succeeded"'))
      throw new Error(`status ${status}: ${text.slice(0, 300)}`);
    const nowMs = sinceMs();
    if (nowMs >= warmUpSeconds * 1_000 && nowMs <= seconds * 1_000) counted += 1;
    if (due >= warmUpSeconds * 1_000) latenciesMs.push(nowMs - due);
  };
  try {
    const asked: Promise<void>[] = [];
    for (const [index, due] of dueMs.entries()) {
      const leftMs = due - sinceMs();
      if (leftMs > 1) await wait(leftMs);
      asked.push(ask(due, index));
    }
    await Promise.all(asked);
  } finally {
    agent.destroy();
  }
  return {
    latenciesMs: latenciesMs.toSorted((a, b) => a - b),
    images: counted,
    seconds: seconds - warmUpSeconds,
  };
};
