import { randomInt } from 'node:crypto';
import { JobResource, type TrainingInput, TrainingRequest } from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { answerAccepted, idempotencyKeyOf, JOB_REQUEST_HEADERS } from '../jobs/answer-accepted.ts';
import { assertWeights } from '../jobs/assert-weights.ts';

const SEEDS = 2 ** 32;

export const drawSeed = (): number => randomInt(SEEDS);

export const addTrainingRoutes = (v1: App, deps: ApiDeps): void => {
  v1.post(
    '/trainings',
    {
      schema: {
        operationId: 'createTraining',
        summary: 'Train a model on a data set',
        tags: ['trainings'],
        body: TrainingRequest,
        response: { 200: JobResource, 202: JobResource },
      },
      config: {
        api: {
          scopes: ['train'],
          headers: JOB_REQUEST_HEADERS,
          errors: [
            'malformed_body',
            'unsupported_media_type',
            'payload_too_large',
            'dataset_not_found',
            'version_not_found',
            'weights_missing',
            'idempotency_key_reused',
          ],
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const key = idempotencyKeyOf(request);
      const { dataset, architecture, recipe = 'recommended', hyperparameters = {}, promote = 'never' } = request.body;
      const { weightsFrom } = request.body;
      if (!(await deps.runtime.datasets.exists(principal, dataset))) {
        throw new PneumoError('dataset_not_found', `There is no data set ${dataset}.`);
      }
      if (weightsFrom === undefined) await assertWeights(deps.runtime, [architecture]);
      else await deps.runtime.registry.version(principal, weightsFrom);
      const asked = {
        dataset,
        architecture,
        recipe,
        hyperparameters,
        promote,
        seed: request.body.seed,
        ...(weightsFrom === undefined ? {} : { weightsFrom }),
      };
      const input: TrainingInput = { ...asked, seed: asked.seed ?? drawSeed() };
      const accepted = await deps.acceptor.accept(principal, {
        kind: 'training',
        input,
        ...(key === undefined ? {} : { idempotency: { key, asked } }),
      });
      return answerAccepted(deps, request, reply, accepted);
    },
  );
};
