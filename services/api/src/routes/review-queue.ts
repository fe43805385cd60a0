import {
  ReaderName,
  ReviewQueue,
  type ReviewQueueItem,
  ReviewStage,
  ReviewSummary,
  SamplingRule,
  VersionId,
} from '@pneumo/shared/contracts';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { isoTime } from '../forms/iso-time.ts';
import { createImageDraw, seedOf } from '../reviews/draw-images.ts';
import { readerOf } from '../reviews/reader-of.ts';
import { summariseReviews } from '../reviews/summarise-reviews.ts';

const DEFAULT_LIMIT = 10;

const Time = (description: string) => Type.Optional(Type.String({ maxLength: 40, description }));

/** Images to read without the AI's answer, and what came of reading them. */
export const addReviewQueueRoutes = (v1: App, { runtime }: ApiDeps): void => {
  const { reviews } = runtime;
  const draw = createImageDraw(runtime);

  v1.get(
    '/reviews/queue',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'getReviewQueue',
        summary: 'Images to read without the AI’s answer, by a stated sampling rule, each with an assignment',
        description:
          'The same call gives the same images until they are read. A look at the job after that makes the review an unblinded one. ' +
          'In the second stage an image waits because readings differ: that, but not how, is told by its being there.',
        tags: ['reviews'],
        querystring: Type.Object({
          reader: Type.Optional(ReaderName),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: DEFAULT_LIMIT })),
          stage: Type.Optional(ReviewStage),
          sampling: Type.Optional(SamplingRule),
          seed: Type.Optional(
            Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$', description: 'Default: one per reader' }),
          ),
        }),
        response: { 200: ReviewQueue },
      },
      config: { api: { scopes: ['review'], errors: [] } },
    },
    async (request, reply): Promise<ReviewQueue> => {
      const principal = principalOf(request);
      const { stage = 'first', sampling = 'random', limit = DEFAULT_LIMIT } = request.query;
      const reader = readerOf(principal, request.query.reader);
      const seed = request.query.seed ?? seedOf(reader);
      const options = { reader, seed, limit };
      const { images, candidates, rule, inWords } = await (stage === 'second'
        ? draw.second(principal, options)
        : draw.first(principal, sampling, options));
      const items = images.map(async ({ job, imageId }): Promise<ReviewQueueItem> => {
        const { id: assignment, assignedAt } = await reviews.assign(principal, { job, reader, stage, rule, seed });
        const links = { image: `/v1/images/${imageId}`, review: `/v1/jobs/${job}/review` };
        return { job, imageId, assignment, assignedAt, links };
      });
      reply.header('cache-control', 'no-store');
      return { reader, stage, sampling: { rule, seed, candidates, inWords }, items: await Promise.all(items) };
    },
  );

  v1.get(
    '/reviews/summary',
    {
      schema: {
        operationId: 'getReviewSummary',
        summary: 'What readers said, how often they agree with the AI and each other, and how the images were chosen',
        description:
          'Readings with and without a view of the AI’s answer are told apart. Every figure names its sample.',
        tags: ['reviews'],
        querystring: Type.Object({
          version: Type.Optional(VersionId),
          since: Time('Reviews from this time on'),
          until: Time('Reviews up to this time'),
          aiSeen: Type.Optional(
            Type.Boolean({ description: 'Only readings with, or only without, the AI’s answer seen' }),
          ),
        }),
        response: { 200: ReviewSummary },
      },
      config: { api: { scopes: ['review', 'train', 'promote'], errors: [] } },
    },
    async (request) => {
      const { version = null, aiSeen = null, since, until } = request.query;
      const filter = {
        version,
        aiSeen,
        since: since === undefined ? null : isoTime('since', since),
        until: until === undefined ? null : isoTime('until', until),
      };
      return summariseReviews(await reviews.list(principalOf(request)), filter);
    },
  );
};
