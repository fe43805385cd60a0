import http from 'node:http';

/** One request, ready to be sent. */
export interface LoadRequest {
  readonly contentType: string;
  readonly body: Buffer;
}

export interface LoadResult {
  readonly images: number;
  readonly seconds: number;
  /** Of each answer, in ms, sorted. */
  readonly latenciesMs: readonly number[];
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** With `Prefer: wait`, so that the answer is the finished job. */
export function post(url: URL, agent: http.Agent, { contentType, body }: LoadRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': contentType, 'content-length': body.length, prefer: 'wait=30' };
    const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/**
 * Closed loop: `concurrency` clients, each of which sends its next request when it has its answer. Counts what ends within the time, after
 * `warmUpSeconds` that are not counted. Throws at the first answer that is not a finished prediction.
 */
export async function loadOverHttp(
  url: URL,
  requests: readonly LoadRequest[],
  options: { readonly concurrency: number; readonly seconds: number; readonly warmUpSeconds: number },
): Promise<LoadResult> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: options.concurrency });
  const latenciesMs: number[] = [];
  const countFromMs = performance.now() + options.warmUpSeconds * 1_000;
  const untilMs = countFromMs + options.seconds * 1_000;
  let next = 0;
  let lastMs = countFromMs;

  const client = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      const startedMs = performance.now();
      const { status, text } = await post(url, agent, requests[next++ % requests.length]!);
      const endedMs = performance.now();
      if (status !== 200 || !text.includes('"state":"succeeded"')) {
        throw new Error(`status ${status}: ${text.slice(0, 500)}`);
      }
      if (endedMs < countFromMs || endedMs > untilMs) continue;
      latenciesMs.push(endedMs - startedMs);
      lastMs = endedMs;
    }
  };
  try {
    await Promise.all(Array.from({ length: options.concurrency }, client));
  } finally {
    agent.destroy();
  }
  return {
    images: latenciesMs.length,
    seconds: Math.max(lastMs - countFromMs, 1) / 1_000,
    latenciesMs: latenciesMs.toSorted((a, b) => a - b),
  };
}
