import type { JobResource } from '../../packages/shared/src/contracts/index.ts';
import type { Http } from '../../test/e2e/http.ts';

const CLIENTS = 16;

/** Posts predictions of stored images as fast as the gateway takes them. `onAccepted` hears of each one. Throws at the first refusal. */
export const postBurst = async (
  http: Http,
  bodies: readonly unknown[],
  count: number,
  onAccepted: (jobId: string) => void,
): Promise<void> => {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < count) {
      const { status, body } = await http.call<JobResource>('POST', '/v1/predictions', bodies[next++ % bodies.length]);
      if (status !== 202) throw new Error(`a prediction was answered with ${status}: ${JSON.stringify(body)}`);
      onAccepted(body.id);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
};
