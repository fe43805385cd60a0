import { PROBLEM_CONTENT_TYPE, type Problem } from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { App, AppDeps } from '../api-deps.ts';
import { problemOf } from '../problems/problem-of.ts';
import type { Page } from './page.ts';

/** Where clients of the Open Inference Protocol look for what is wrong: in `error`, and nowhere else. */
const OPEN_INFERENCE = /^\/v2(\/|\?|$)/;

const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply =>
  reply.code(problem.status).type(PROBLEM_CONTENT_TYPE).serializer(JSON.stringify).send(problem);

/** A malformed id names nothing that is there; where something new is named, it is a fault of the request. */
const namesNothing = (error: FastifyError, request: FastifyRequest): PneumoError | undefined => {
  if (error.validationContext !== 'params' || request.method === 'PUT') return undefined;
  const code = request.routeOptions.config.api?.errors.find((each) => each.endsWith('_not_found'));
  return code === undefined ? undefined : new PneumoError(code);
};

export type ReplyWithProblem = (request: FastifyRequest, reply: FastifyReply, error: unknown) => FastifyReply;

/** Answers with a problem, and logs it where it is ours. */
export const createReplyWithProblem =
  ({ runtime }: Pick<AppDeps, 'runtime'>): ReplyWithProblem =>
  (request, reply, error) => {
    const problem = problemOf(error, { requestId: request.id, redisIsReady: runtime.redis.status === 'ready' });
    if (problem.code === 'internal_error') request.log.error({ err: error, requestId: request.id }, 'request failed');
    else if (problem.status >= 500) request.log.warn({ err: error, requestId: request.id }, 'request refused');
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    if (problem.status === 503) reply.header('retry-after', '5');
    const { code, detail } = problem;
    return sendProblem(reply, OPEN_INFERENCE.test(request.url) ? { ...problem, error: `${code}: ${detail}` } : problem);
  };

const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .split('/')
      .map((part) =>
        part === '*' ? '.+' : part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
      )
      .join('/')}/?$`,
  );

export interface NothingThere {
  /** From now on the page answers where a browser asks for one of its addresses. */
  serve(page: Page): void;
}

/** Problem details for every error, also for paths that do not exist and methods that a path does not take. */
export const addProblems = (app: App, replyWithProblem: ReplyWithProblem): NothingThere => {
  let page: Page | undefined;
  const methodsOf = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methodsOf.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const each of [method].flat()) known.methods.add(each);
    methodsOf.set(url, known);
  });
  app.setErrorHandler<FastifyError>((error, request, reply) =>
    replyWithProblem(request, reply, namesNothing(error, request) ?? error),
  );
  app.setNotFoundHandler((request, reply) => {
    if (page?.isAskedFor(request) === true) return page.send(reply);
    const path = request.url.split('?')[0]!;
    const methods = [...methodsOf.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((known) => [...known.methods]);
    if (methods.length === 0)
      return replyWithProblem(request, reply, new PneumoError('not_found', `Nothing is at ${path}.`));
    reply.header('allow', [...new Set(methods)].join(', '));
    return replyWithProblem(
      request,
      reply,
      new PneumoError('method_not_allowed', `${request.method} is not offered at ${path}.`),
    );
  });
  return {
    serve: (served) => {
      page = served;
    },
  };
};
