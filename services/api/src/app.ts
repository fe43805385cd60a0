import { randomUUID } from 'node:crypto';
import multipart from '@fastify/multipart';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { PneumoError } from '@pneumo/shared/runtime';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { ApiDeps, App, AppDeps } from './api-deps.ts';
import { createDriftReports } from './drift/drift-reports.ts';
import { createEventHub } from './events/event-hub.ts';
import { createIdempotency } from './jobs/idempotency.ts';
import { createJobAcceptor } from './jobs/job-acceptor.ts';
import { createJobWaiter } from './jobs/job-waiter.ts';
import { addAnswersSeen } from './plugins/answers-seen.ts';
import { addAuthentication, addHostCheck, createAdmit } from './plugins/auth.ts';
import { addBoard } from './plugins/board.ts';
import { addLimits } from './plugins/limits.ts';
import { addMetrics } from './plugins/metrics.ts';
import { addOpenApi } from './plugins/openapi.ts';
import { addPage } from './plugins/page.ts';
import { addProblems, createReplyWithProblem } from './plugins/problems.ts';
import { addSecurityHeaders } from './plugins/security-headers.ts';
import { addTracing } from './plugins/tracing.ts';
import './route-config.ts';
import { addAliasRoutes } from './routes/aliases.ts';
import { addBatchRoutes } from './routes/batches.ts';
import { addCommissioningRoutes } from './routes/commissionings.ts';
import { addComparisonRoutes } from './routes/comparisons.ts';
import { addDatasetImportRoute } from './routes/dataset-imports.ts';
import { addDatasetRoutes } from './routes/datasets.ts';
import { addDicomwebRoutes } from './routes/dicomweb.ts';
import { addDriftRoutes } from './routes/drift.ts';
import { addEventRoutes } from './routes/events.ts';
import { addEvidenceRoutes } from './routes/evidence.ts';
import { addExplanationRoutes } from './routes/explanations.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addImageRoutes } from './routes/images.ts';
import { addJobRoutes } from './routes/jobs.ts';
import { addModelCardRoutes } from './routes/model-cards.ts';
import { addModelRoutes } from './routes/models.ts';
import { addOpenInferenceRoutes } from './routes/open-inference.ts';
import { addPredictionRoutes } from './routes/predictions.ts';
import { addReviewQueueRoutes } from './routes/review-queue.ts';
import { addReviewRoutes } from './routes/reviews.ts';
import { addServiceRoutes } from './routes/service.ts';
import { addSessionRoutes } from './routes/session.ts';
import { addSettingsRoutes } from './routes/settings.ts';
import { addShadowRoutes } from './routes/shadow.ts';
import { addTrainingRoutes } from './routes/trainings.ts';
import { addWeightsRoutes } from './routes/weights.ts';

export type { ApiSettings, App, AppDeps } from './api-deps.ts';

const V1_ROUTES = [
  addPredictionRoutes,
  addDicomwebRoutes,
  addBatchRoutes,
  addTrainingRoutes,
  addComparisonRoutes,
  addCommissioningRoutes,
  addDatasetImportRoute,
  addDatasetRoutes,
  addJobRoutes,
  addExplanationRoutes,
  addEventRoutes,
  addAliasRoutes,
  addModelRoutes,
  addModelCardRoutes,
  addDriftRoutes,
  addShadowRoutes,
  addImageRoutes,
  addWeightsRoutes,
  addReviewRoutes,
  addReviewQueueRoutes,
  addServiceRoutes,
  addSessionRoutes,
  addSettingsRoutes,
  addEvidenceRoutes,
];

/** How often a server that stops looks for connections whose last answer is sent. */
const IDLE_LOOK_MS = 100;

/** Refuses what comes while the server stops, and ends what would never end by itself. */
const addClosing = (app: App, { hub }: ApiDeps): void => {
  let closing = false;
  app.addHook('preClose', async () => {
    await Promise.resolve();
    closing = true;
    hub.close();
    if (!app.server.listening) return;
    // Node closes the connections that are idle when it is told to stop; one that becomes idle later would be kept alive for a minute.
    const look = setInterval(() => app.server.closeIdleConnections(), IDLE_LOOK_MS);
    app.server.once('close', () => clearInterval(look));
  });
  app.addHook('onRequest', async () => {
    await Promise.resolve();
    if (closing) throw new PneumoError('shutting_down');
  });
};

const addLog = (app: App): void => {
  app.addHook('onResponse', async (request, reply) => {
    await Promise.resolve();
    const { method, routeOptions, id: requestId } = request;
    const { statusCode, elapsedTime } = reply;
    // The route, not the address as it came: what callers put there is theirs.
    request.log.debug({ requestId, method, route: routeOptions.url, statusCode, elapsedMs: elapsedTime }, 'answered');
  });
};

/** The gateway, ready to listen or to be injected into. It opens nothing and reads no environment. */
export const createApp = async (appDeps: AppDeps): Promise<App> => {
  const { runtime, settings } = appDeps;
  const hub = createEventHub(runtime);
  const deps: ApiDeps = {
    ...appDeps,
    hub,
    drift: createDriftReports(runtime),
    waiter: createJobWaiter({ reader: runtime.reader, hub }),
    acceptor: createJobAcceptor(runtime, createIdempotency(runtime.store)),
  };
  const replyWithProblem = createReplyWithProblem(deps);
  const admit = createAdmit(deps);
  const loggerInstance: FastifyBaseLogger = runtime.logger;
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // Answered by a hook of ours, as a problem.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void replyWithProblem(request, reply, error),
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  // Types hold answers to their schemas; a serializer built from them would silently drop what they do not name.
  app.setSerializerCompiler(() => JSON.stringify);
  // A form of another site can post plain text without asking.
  app.removeContentTypeParser('text/plain');
  const page = addProblems(app, replyWithProblem);
  // First, so that all the others do is part of it, and last to hear of the end.
  addTracing(app);
  addClosing(app, deps);
  addLog(app);
  await addSecurityHeaders(app);
  addHostCheck(app, deps);
  await addOpenApi(app);
  addHealthRoutes(app, deps);
  addMetrics(app, deps, admit);
  page.serve(await addPage(app, deps));
  await addBoard(app, deps, admit, replyWithProblem);
  await app.register(multipart);
  await app.register(async (keyed) => {
    addAuthentication(keyed, admit);
    await addLimits(keyed, settings);
    await keyed.register(
      async (v1) => {
        await Promise.resolve();
        addAnswersSeen(v1, deps);
        for (const addRoutes of V1_ROUTES) addRoutes(v1, deps);
      },
      { prefix: '/v1' },
    );
    await keyed.register(
      async (v2) => {
        await Promise.resolve();
        addOpenInferenceRoutes(v2, deps);
      },
      { prefix: '/v2' },
    );
  });
  await app.ready();
  return app;
};
