import { DISCLAIMER, Me, QueueList } from '@pneumo/shared/contracts';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { MAX_WAIT_SECONDS } from '../jobs/answer-accepted.ts';

export const addServiceRoutes = (v1: App, { runtime, authenticator, settings }: ApiDeps): void => {
  v1.get(
    '/queues',
    {
      schema: {
        operationId: 'getQueues',
        summary: 'How much waits in each queue',
        tags: ['service'],
        response: { 200: QueueList },
      },
      config: { api: { scopes: [], errors: [] } },
    },
    async () => ({ queues: await runtime.queues.counts() }),
  );

  v1.get(
    '/me',
    {
      schema: {
        operationId: 'getMe',
        summary: 'Who the key stands for, and the limits that hold',
        tags: ['service'],
        response: { 200: Me },
      },
      config: { api: { scopes: [], errors: [] } },
    },
    async (request) => {
      const { workspace, keyId, scopes } = principalOf(request);
      return {
        workspace,
        keyId,
        scopes: [...scopes],
        access: (await authenticator.isOpen()) ? ('open' as const) : ('keys' as const),
        limits: {
          imageBytes: settings.maxImageBytes,
          imagePixels: settings.maxPixels,
          archiveBytes: settings.maxArchiveBytes,
          requestsPerMinute: settings.rateLimitPerMinute,
          waitSeconds: MAX_WAIT_SECONDS,
        },
        disclaimer: DISCLAIMER,
      };
    },
  );
};
