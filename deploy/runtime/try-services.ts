import { setTimeout as delay } from 'node:timers/promises';
import type { PredictionResult } from '../../packages/shared/src/contracts/index.ts';
import { phantomJpeg } from '../../test/e2e/archives.ts';
import { createHttp } from '../../test/e2e/http.ts';
import { walkMainJob } from '../../test/e2e/walk/walk-main-job.ts';

const POLL_MS = 200;

/** Resolves when an address answers 200. */
export const answers = async (url: string, patienceMs: number): Promise<void> => {
  const late = AbortSignal.timeout(patienceMs);
  for (;;) {
    const isWell = await fetch(url, { signal: late }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isWell) return;
    if (late.aborted) throw new Error(`${url} did not answer within ${patienceMs} ms`);
    await delay(POLL_MS);
  }
};

/** Nothing without a key; a prediction by the starter, which the images bring; then the end-to-end test's main job. Throws at the first that fails. */
export const tryServices = async (url: string, key: string, tell: (line: string) => void): Promise<void> => {
  const refused = await createHttp(url).call('GET', '/v1/queues');
  if (refused.status !== 401) throw new Error(`without a key the gateway answered ${refused.status}`);
  const { body } = await createHttp(url, key).postImage(await phantomJpeg(7, 'pneumonia'), {}, { prefer: 'wait=30' });
  if (body.state !== 'succeeded') throw new Error(`the starter's prediction: ${JSON.stringify(body)}`);
  const { outcome, probability } = body.result as PredictionResult;
  tell(`prediction by the starter: ${outcome}, probability ${probability.toFixed(3)}`);
  await walkMainJob(url, { key, tell });
};
