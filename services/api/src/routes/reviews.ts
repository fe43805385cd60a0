import {
  DISCLAIMER,
  JobId,
  JobReviews,
  type Principal,
  ReaderName,
  Review,
  type ReviewReading,
  ReviewRequest,
} from '@pneumo/shared/contracts';
import { agreesWithAi, PneumoError, readingsOf, standingOf } from '@pneumo/shared/runtime';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { assertScope } from '../auth/authenticator.ts';
import { principalOf } from '../auth/principal-of.ts';
import { readerOf } from '../reviews/reader-of.ts';

const params = Type.Object({ id: JobId });

const linksOf = (id: string): Record<string, string> => ({ self: `/v1/jobs/${id}/review`, job: `/v1/jobs/${id}` });

const describe = (job: string, reader: string, reading: ReviewReading, agrees: boolean | undefined): Review => {
  const { revision, at, label, aiSeen, blinding, comment } = reading;
  return {
    job,
    reader,
    revision,
    at,
    label,
    aiSeen,
    blinding,
    ...(comment === undefined ? {} : { comment }),
    // To a blinded reader it would tell the answer, and the next correction would not be blinded any more.
    ...(agrees === undefined || !aiSeen ? {} : { agrees }),
    links: linksOf(job),
  };
};

/** What readers say of one prediction. */
export const addReviewRoutes = (v1: App, { runtime }: ApiDeps): void => {
  const { reviews, reader: jobReader } = runtime;

  v1.post(
    '/jobs/:id/review',
    {
      schema: {
        operationId: 'reviewJob',
        summary: 'Say what you see on the image of a prediction; sent again by the same reader it is a correction',
        description:
          'A review says whether the AI’s answer was seen first. It counts as blinded only with an assignment of the blinded queue, and only ' +
          'while this key was not shown the answer; otherwise `aiSeen: false` is kept as the reader’s claim.',
        tags: ['reviews'],
        params,
        body: ReviewRequest,
        response: { 200: Review },
      },
      config: {
        api: {
          scopes: ['review'],
          errors: [
            'malformed_body',
            'unsupported_media_type',
            'payload_too_large',
            'job_not_found',
            'job_not_reviewable',
            'assignment_not_found',
          ],
        },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const { id } = request.params;
      const reader = readerOf(principal, request.body.reader);
      const { reading, of } = await reviews.post(principal, id, { ...request.body, reader });
      return describe(id, reader, reading, agreesWithAi(reading.label, of.outcome));
    },
  );

  v1.get(
    '/jobs/:id/reviews',
    {
      schema: {
        operationId: 'listReviews',
        summary: 'All reviews of a prediction with their history; whoever reads them is no longer blinded',
        tags: ['reviews'],
        params,
        response: { 200: JobReviews },
      },
      config: { api: { scopes: ['review'], errors: ['job_not_found'] } },
    },
    async (request): Promise<JobReviews> => {
      const principal = principalOf(request);
      const { id } = await jobReader.read(principal, request.params.id);
      const found = await reviews.tryCase(principal, id);
      const standing = found === undefined ? standingOf([], 'abstained') : standingOf(readingsOf(found), found.outcome);
      return { job: id, ...standing, reviews: found?.readers ?? [], disclaimer: DISCLAIMER };
    },
  );

  const readerToRemove = (principal: Principal, given: string | undefined): string => {
    if (given === undefined) return readerOf(principal, given);
    // Of another key: whoever answers for the workspace, or for the installation.
    if (given !== principal.keyId) assertScope(principal, ['operator', 'admin']);
    return given;
  };

  v1.delete(
    '/jobs/:id/review',
    {
      schema: {
        operationId: 'removeReview',
        summary: 'Take a review back: its labels stay in the history, its comments do not, and it counts nowhere',
        tags: ['reviews'],
        params,
        querystring: Type.Object({
          reader: Type.Optional(
            Type.Unsafe<string>({ ...ReaderName, description: 'Of another reader: needs the scope admin or operator' }),
          ),
        }),
        response: { 204: Type.Null() },
      },
      config: { api: { scopes: ['review', 'operator'], errors: ['job_not_found', 'review_not_found'] } },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const { id } = request.params;
      const reader = readerToRemove(principal, request.query.reader);
      const found = await reviews.tryCase(principal, id);
      if (found === undefined) {
        await jobReader.read(principal, id);
        throw new PneumoError('review_not_found');
      }
      await reviews.remove(principal, id, reader);
      return reply.code(204).send(null);
    },
  );
};
