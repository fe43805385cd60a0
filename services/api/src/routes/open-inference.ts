import {
  DISCLAIMER,
  InferenceModel,
  InferenceModelReady,
  InferenceServer,
  InferRequest,
  InferResponse,
} from '@pneumo/shared/contracts';
import { createWorkspaceSecrets } from '@pneumo/shared/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static, type TSchema } from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { assertScope } from '../auth/authenticator.ts';
import { principalOf } from '../auth/principal-of.ts';
import { MAX_WAIT_SECONDS, preferredWaitSeconds } from '../jobs/answer-accepted.ts';
import { findModel } from '../open-inference/find-model.ts';
import { predictPictures } from '../open-inference/predict-pictures.ts';
import { readInput } from '../open-inference/read-input.ts';
import { HEAD_LENGTH, readInferRequest } from '../open-inference/read-request.ts';
import { runTensor } from '../open-inference/run-tensor.ts';
import { imageShapeOf, PICTURE_OUTPUTS, RAW_OUTPUTS, tensorsOf } from '../open-inference/tensors.ts';
import { chooseOutputs, type WrittenOutputs, writeOutputs } from '../open-inference/write-outputs.ts';
import { noteAnswersSeen } from '../plugins/answers-seen.ts';
import { DICOM_CODES, IMAGE_CODES } from '../predictions/image-codes.ts';
import { assertReady } from '../readiness.ts';
import type { ApiRouteConfig } from '../route-config.ts';

/** The picture in base64, and what JSON puts around it. */
const bodyLimitOf = (maxImageBytes: number): number => Math.ceil((maxImageBytes * 4) / 3) + 2 ** 20;

const MICROSECONDS = 1_000;
const tags = ['open-inference'];
const slug = (description: string) => Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description });
const name = slug('Alias or version');
const named = Type.Object({ name });
const pinned = Type.Object({ name, version: slug('A version that the alias names, or has named') });
type Named = Static<typeof named> & Partial<Static<typeof pinned>>;

const reads: ApiRouteConfig = { scopes: [], errors: ['model_not_found', 'version_not_found'] };
const infers: ApiRouteConfig = {
  scopes: ['predict'],
  bodies: {
    'application/json': InferRequest,
    'application/octet-stream': Type.Unsafe<Uint8Array>({
      type: 'string',
      format: 'binary',
      description: 'The JSON, as long as Inference-Header-Content-Length says, and tensors in binary form behind it',
    }),
  },
  headers: {
    'Inference-Header-Content-Length': 'Where tensors follow in binary form: the length of the JSON before them',
    Prefer: `wait=N: how many seconds to wait for the answer (${MAX_WAIT_SECONDS} by default, and at most)`,
  },
  errors: [
    'model_not_found',
    'version_not_found',
    'validation_failed',
    'malformed_body',
    'unsupported_media_type',
    'payload_too_large',
    'empty_file',
    ...IMAGE_CODES,
    ...DICOM_CODES,
    'job_cancelled',
    'worker_lost',
    'version_damaged',
    'wait_timeout',
  ],
};

const waitMsOf = ({ headers }: FastifyRequest, { parameters }: InferRequest): number => {
  const longestMs = MAX_WAIT_SECONDS * 1_000;
  const preferredMs = preferredWaitSeconds(headers['prefer']) * 1_000;
  const timeoutMs = Number(parameters?.['timeout'] ?? 0) / MICROSECONDS;
  const askedMs = preferredMs > 0 ? preferredMs : Math.ceil(timeoutMs);
  return askedMs > 0 ? Math.min(askedMs, longestMs) : longestMs;
};

const send = (reply: FastifyReply, head: Omit<InferResponse, 'outputs'>, written: WrittenOutputs): FastifyReply => {
  const answer: InferResponse = { ...head, outputs: written.outputs };
  if (!written.isBinary) return reply.send(answer);
  const json = Buffer.from(JSON.stringify(answer));
  reply.header(HEAD_LENGTH, json.length).type('application/octet-stream');
  return reply.send(Buffer.concat([json, written.binary]));
};

/** The Open Inference Protocol, version 2, with Triton's binary tensors; below `/v2`. */
export const addOpenInferenceRoutes = (v2: App, deps: ApiDeps): void => {
  const { runtime, settings } = deps;
  const { registry } = runtime;
  const secrets = createWorkspaceSecrets(runtime.store);
  // Bodies are read by the route, whatever type they name, or none.
  v2.removeAllContentTypeParsers();
  v2.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });

  const describe = async (request: FastifyRequest, asked: Named): Promise<InferenceModel> => {
    const { manifest, versions } = await findModel(registry, principalOf(request), asked);
    return {
      name: asked.name,
      versions: asked.version === undefined ? await versions() : [asked.version],
      platform: 'pneumo_version',
      ...tensorsOf(manifest),
      parameters: { disclaimer: DISCLAIMER },
    };
  };

  const isReady = async (request: FastifyRequest, asked: Named): Promise<Static<typeof InferenceModelReady>> => {
    await findModel(registry, principalOf(request), asked);
    await assertReady(runtime);
    return { name: asked.name, ready: true };
  };

  const infer = async (request: FastifyRequest, reply: FastifyReply, model: Named): Promise<FastifyReply> => {
    const principal = principalOf(request);
    const { manifest, reference } = await findModel(registry, principal, model);
    const read = readInferRequest(request);
    const { asked } = read;
    const timeoutMs = waitMsOf(request, asked);
    const input = readInput(read, imageShapeOf(manifest));
    const head = {
      model_name: model.name,
      ...(asked.id === undefined ? {} : { id: asked.id }),
      parameters: { disclaimer: DISCLAIMER },
    };
    if (input.kind === 'raw') {
      assertScope(principal, ['research']);
      const chosen = chooseOutputs(asked, RAW_OUTPUTS);
      const { version } = manifest;
      const answers = await runTensor(runtime, principal, { version, ...input, timeoutMs });
      return send(reply, { model_version: version, ...head }, writeOutputs(chosen, answers));
    }
    const chosen = chooseOutputs(asked, PICTURE_OUTPUTS);
    const { files } = input;
    const answers = await predictPictures(deps, secrets, principal, { files, model: reference, timeoutMs });
    await noteAnswersSeen(
      runtime,
      request,
      answers.map(({ jobId }) => jobId),
    );
    const model_version = answers[0]!.result.model.version;
    return send(reply, { model_version, ...head }, writeOutputs(chosen, answers));
  };

  v2.get(
    '/',
    {
      schema: {
        operationId: 'getInferenceServer',
        summary: 'What this server speaks',
        tags,
        response: { 200: InferenceServer },
      },
      config: { api: { scopes: [], errors: [] } },
    },
    () => ({ name: 'pneumo', version: settings.codeVersion, extensions: ['binary_tensor_data'] }),
  );

  const describes = { tags, response: { 200: InferenceModel } };
  v2.get(
    '/models/:name',
    {
      schema: {
        operationId: 'getInferenceModel',
        summary: 'Inputs and outputs of a model',
        params: named,
        ...describes,
      },
      config: { api: reads },
    },
    (request) => describe(request, request.params),
  );
  v2.get(
    '/models/:name/versions/:version',
    {
      schema: {
        operationId: 'getInferenceModelVersion',
        summary: 'Inputs and outputs of a version',
        params: pinned,
        ...describes,
      },
      config: { api: reads },
    },
    (request) => describe(request, request.params),
  );

  const tells = { tags, response: { 200: InferenceModelReady } };
  v2.get(
    '/models/:name/ready',
    {
      schema: { operationId: 'isInferenceModelReady', summary: 'The model can be asked', params: named, ...tells },
      config: { api: reads },
    },
    (request) => isReady(request, request.params),
  );
  v2.get(
    '/models/:name/versions/:version/ready',
    {
      schema: {
        operationId: 'isInferenceModelVersionReady',
        summary: 'The version can be asked',
        params: pinned,
        ...tells,
      },
      config: { api: reads },
    },
    (request) => isReady(request, request.params),
  );

  const bodyLimit = bodyLimitOf(settings.maxImageBytes);
  const answers = {
    tags,
    description:
      'The input image (BYTES, up to 16 JPEG, PNG or DICOM files) makes a prediction of each; the input input (FP32) is run as it is, without checks or evidence, and needs the scope research besides.',
    // JSON, or JSON and what follows it.
    response: { 200: InferResponse as TSchema },
  };
  v2.post(
    '/models/:name/infer',
    {
      bodyLimit,
      schema: { operationId: 'infer', summary: 'Ask a model', params: named, ...answers },
      config: { api: infers },
    },
    (request, reply) => infer(request, reply, request.params),
  );
  v2.post(
    '/models/:name/versions/:version/infer',
    {
      bodyLimit,
      schema: { operationId: 'inferVersion', summary: 'Ask a version', params: pinned, ...answers },
      config: { api: infers },
    },
    (request, reply) => infer(request, reply, request.params),
  );
};
