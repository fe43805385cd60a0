import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import { PneumoError } from '@pneumo/shared/runtime';
import type { ApiSettings, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';

/** The event loop is this late only when much more comes in than can be answered. */
const MAX_EVENT_LOOP_DELAY_MS = 5_000;

/** For `/v1` and `/v2`: refuses what cannot be answered in time, and what is more than one key may ask. */
export const addLimits = async (keyed: App, { rateLimitPerMinute }: ApiSettings): Promise<void> => {
  await keyed.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    pressureHandler: () => {
      throw new PneumoError('overloaded', 'More requests come in than can be answered.');
    },
  });
  if (rateLimitPerMinute === 0) return;
  await keyed.register(rateLimit, {
    max: rateLimitPerMinute,
    timeWindow: 60_000,
    // After authentication, so that a key counts and not an address that many share.
    hook: 'preHandler',
    keyGenerator: (request) => principalOf(request).keyId,
    errorResponseBuilder: (_request, { after }) =>
      new PneumoError('rate_limited', `This key may ask ${rateLimitPerMinute} times a minute; try again in ${after}.`),
  });
};
