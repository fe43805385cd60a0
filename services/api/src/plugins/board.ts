import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { PneumoError } from '@pneumo/shared/runtime';
import type { App, AppDeps } from '../api-deps.ts';
import type { Admit } from './auth.ts';
import type { ReplyWithProblem } from './problems.ts';
import { allowPage } from './security-headers.ts';

const BASE_PATH = '/admin/queues';

/** Bull Board over all queues, for the eye only. */
export const addBoard = async (
  app: App,
  { runtime }: AppDeps,
  admit: Admit,
  replyWithProblem: ReplyWithProblem,
): Promise<void> => {
  const serverAdapter = new FastifyAdapter();
  serverAdapter.setBasePath(BASE_PATH);
  createBullBoard({
    queues: runtime.queues.all().map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter,
    options: { uiConfig: { boardTitle: 'Pneumo queues' } },
  });
  await app.register(async (board) => {
    board.addHook('onRequest', async (request, reply) => {
      // The board has an error handler of its own, which knows no problem details: answer here instead of throwing.
      try {
        await admit(request, ['operator']);
        if (request.method !== 'GET' && request.method !== 'HEAD') {
          throw new PneumoError('method_not_allowed', 'The board is read-only.');
        }
      } catch (error) {
        return replyWithProblem(request, reply, error);
      }
      return undefined;
    });
    allowPage(board);
    await board.register(serverAdapter.registerPlugin(), { prefix: BASE_PATH });
  });
};
