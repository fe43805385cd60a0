import { type ComparisonInput, ComparisonRequest, JobResource } from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { answerAccepted, idempotencyKeyOf, JOB_REQUEST_HEADERS } from '../jobs/answer-accepted.ts';
import { assertWeights } from '../jobs/assert-weights.ts';
import { drawSeed } from './trainings.ts';

export const addComparisonRoutes = (v1: App, deps: ApiDeps): void => {
  v1.post(
    '/comparisons',
    {
      schema: {
        operationId: 'createComparison',
        summary: 'Train several architectures, choose by validation AUC, and put the best before the gate',
        tags: ['trainings'],
        body: ComparisonRequest,
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
            'weights_missing',
            'idempotency_key_reused',
          ],
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const key = idempotencyKeyOf(request);
      const { dataset, architectures, recipe = 'recommended', hyperparameters = {}, promote = 'never' } = request.body;
      const { seed, seeds } = request.body;
      if (seed !== undefined && seeds !== undefined) {
        throw new PneumoError('validation_failed', 'Send seed or seeds, not both.');
      }
      const { jobs, datasets } = deps.runtime;
      if (!(await datasets.exists(principal, dataset))) {
        throw new PneumoError('dataset_not_found', `There is no data set ${dataset}.`);
      }
      await assertWeights(deps.runtime, architectures);
      // The same for all that is compared, or it would be a part of the difference.
      const allSeeds = seeds ?? [seed ?? drawSeed()];
      const id = jobs.newJobId();
      const input: ComparisonInput = {
        dataset,
        trainings: architectures.flatMap((architecture) =>
          allSeeds.map((each) => ({ job: jobs.newJobId(), architecture, seed: each })),
        ),
        recipe,
        hyperparameters,
        promote,
      };
      const asked = { dataset, architectures, recipe, hyperparameters, promote, seed, seeds };
      const accepted = await deps.acceptor.accept(principal, {
        kind: 'comparison',
        id,
        input,
        ...(key === undefined ? {} : { idempotency: { key, asked } }),
      });
      return answerAccepted(deps, request, reply, accepted);
    },
  );
};
