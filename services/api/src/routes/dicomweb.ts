import { Priority } from '@pneumo/shared/contracts';
import { createWorkspaceSecrets, PneumoError } from '@pneumo/shared/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { boundaryOf, readRelatedParts } from '../dicomweb/related-parts.ts';
import { storeInstance } from '../dicomweb/store-instance.ts';
import { StoreInstancesResponse, type StoreOutcome, storeResponseOf } from '../dicomweb/store-response.ts';
import type { ApiRouteConfig } from '../route-config.ts';

const CONTENT_TYPE = 'multipart/related';
const DICOM_JSON = 'application/dicom+json';

const querystring = Type.Object({
  model: Type.Optional(
    Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', default: 'champion', description: 'Alias or version' }),
  ),
  explain: Type.Optional(Type.Boolean({ default: false, description: 'Also say where the network looked' })),
  priority: Type.Optional(Priority),
});
const params = Type.Object({ study: Type.String({ description: 'StudyInstanceUID' }) });
const UID = /^[0-9.]{1,64}$/;

const api: ApiRouteConfig = {
  scopes: ['predict'],
  bodies: {
    [CONTENT_TYPE]: Type.Unsafe<Uint8Array>({
      type: 'string',
      format: 'binary',
      description: 'multipart/related; type="application/dicom": one DICOM file a part',
    }),
  },
  produces: DICOM_JSON,
  errors: ['malformed_body', 'missing_file', 'payload_too_large', 'unsupported_media_type', 'model_not_found'],
};

const schema = {
  tags: ['predictions'],
  description:
    'STOW-RS (PS3.18 section 10.5). One prediction per chest film; sent again, the same jobs. 202: some instances were refused, 409: all of them; FailedSOPSequence says which and why.',
  querystring,
  response: { 200: StoreInstancesResponse, 202: StoreInstancesResponse, 409: StoreInstancesResponse },
};

/** STOW-RS, as imaging archives send studies. */
export const addDicomwebRoutes = (v1: App, deps: ApiDeps): void => {
  const { runtime, settings, decodePool, acceptor } = deps;
  const { store, registry } = runtime;
  const secrets = createWorkspaceSecrets(store);

  const storeStudy = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { model = 'champion', explain = false, priority = 'routine' }: Static<typeof querystring>,
    study: string | undefined,
  ): Promise<StoreInstancesResponse> => {
    const principal = principalOf(request);
    if (study !== undefined && !UID.test(study)) {
      throw new PneumoError('validation_failed', 'The address names no StudyInstanceUID.');
    }
    const boundary = boundaryOf(request.headers['content-type']);
    await registry.resolve(principal, model);
    const limits = {
      partBytes: settings.maxImageBytes,
      totalBytes: settings.maxStudyBytes,
      parts: settings.maxStudyInstances,
    };
    const outcomes: StoreOutcome[] = [];
    // Stopping early must not destroy the connection that the refusal goes back on.
    const sent: AsyncIterable<Buffer> = {
      [Symbol.asyncIterator]: () => request.raw.iterator({ destroyOnReturn: false }),
    };
    try {
      for await (const bytes of readRelatedParts(sent, boundary, limits)) {
        const options = { model, explain, priority, study };
        outcomes.push(await storeInstance({ store, secrets, decodePool, acceptor }, principal, bytes, options));
      }
    } finally {
      // What was not read is dropped: a sender that is still at it would wait for ever.
      request.raw.resume();
    }
    if (outcomes.length === 0) throw new PneumoError('missing_file', 'The body holds no instance.');
    const { status, body } = storeResponseOf(outcomes);
    reply.code(status).type(DICOM_JSON);
    return body;
  };

  v1.register(async (scope) => {
    await Promise.resolve();
    const dicomweb: App = scope;
    // The parts are read by the route, as they come.
    dicomweb.addContentTypeParser(CONTENT_TYPE, (_request, _payload, done) => {
      done(null);
    });
    dicomweb.post(
      '/dicomweb/studies',
      {
        schema: { operationId: 'storeInstances', summary: 'Store DICOM instances: a prediction for each', ...schema },
        config: { api },
      },
      (request, reply) => storeStudy(request, reply, request.query, undefined),
    );
    dicomweb.post(
      '/dicomweb/studies/:study',
      {
        schema: {
          operationId: 'storeStudyInstances',
          summary: 'Store DICOM instances of one study',
          params,
          ...schema,
        },
        config: { api },
      },
      (request, reply) => storeStudy(request, reply, request.query, request.params.study),
    );
  });
};
