import { Readable } from 'node:stream';
import { trunkParameters } from '@pneumo/models/network';
import {
  PretrainedName,
  PretrainedWeightsInfo,
  PretrainedWeightsList,
  Sha256,
  type WeightsOrigin,
} from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { checkedSafetensors } from '../weights/check-safetensors.ts';

/** The largest of the trunks has 94 MB. */
const MAX_BYTES = 256 * 2 ** 20;
const CONTENT_TYPE = 'application/octet-stream';

const params = Type.Object({ name: PretrainedName });
const Binary = Type.Unsafe<Readable>({ type: 'string', format: 'binary', description: 'safetensors file' });

const Query = Type.Object({
  sha256: Sha256,
  originFile: Type.Optional(Type.String({ maxLength: 200, description: 'Name of the file it was converted from' })),
  originUrl: Type.Optional(Type.String({ maxLength: 500, description: 'Address it was downloaded from' })),
  originSha256: Type.Optional(Sha256),
});

const originOf = ({
  originFile: file,
  originUrl: url,
  originSha256: sha256,
}: Type.Static<typeof Query>): WeightsOrigin => ({
  ...(file === undefined ? {} : { file }),
  ...(url === undefined ? {} : { url }),
  ...(sha256 === undefined ? {} : { sha256 }),
});

export const addWeightsRoutes = (v1: App, { runtime }: ApiDeps): void => {
  const { weights } = runtime;

  v1.get(
    '/weights',
    {
      schema: {
        operationId: 'listWeights',
        summary: 'Pretrained weights of frozen trunks that are stored',
        tags: ['weights'],
        response: { 200: PretrainedWeightsList },
      },
      config: { api: { scopes: [], errors: ['weights_damaged'] } },
    },
    async () => ({ weights: await weights.list() }),
  );

  v1.delete(
    '/weights/:name',
    {
      schema: {
        operationId: 'deleteWeights',
        summary: 'Remove pretrained weights; versions that were made with them stay whole',
        tags: ['weights'],
        params,
        response: { 204: Type.Null() },
      },
      config: { api: { scopes: ['operator'], errors: ['weights_missing', 'weights_damaged'] } },
    },
    async (request, reply) => {
      await weights.remove(request.params.name);
      return reply.code(204).send(null);
    },
  );

  void v1.register(async (scope) => {
    await Promise.resolve();
    // Streamed: a body of this size must never lie in memory.
    scope.addContentTypeParser(CONTENT_TYPE, (_request, payload, done) => done(null, payload));
    (scope as App).put(
      '/weights/:name',
      {
        bodyLimit: MAX_BYTES,
        schema: {
          operationId: 'putWeights',
          summary: 'Store the pretrained weights of a frozen trunk, once for all trainers',
          description:
            '`pneumo weights pull` and `pneumo weights import` make the file. The same bytes again change nothing.',
          tags: ['weights'],
          params,
          querystring: Query,
          response: { 200: PretrainedWeightsInfo, 201: PretrainedWeightsInfo },
        },
        config: {
          api: {
            scopes: ['operator'],
            bodies: { [CONTENT_TYPE]: Binary },
            errors: [
              'missing_file',
              'unsupported_media_type',
              'payload_too_large',
              'weights_invalid',
              'weights_exist',
              'weights_damaged',
            ],
          },
        },
      },
      async (request, reply) => {
        const { name } = request.params;
        const { body } = request;
        if (!(body instanceof Readable)) {
          throw new PneumoError('missing_file', `Send the safetensors file as ${CONTENT_TYPE}.`);
        }
        const expected = trunkParameters(name);
        const weightsOf = {
          name,
          sha256: request.query.sha256,
          storedBy: principalOf(request).keyId,
          origin: originOf(request.query),
          tensors: expected.length,
          parameters: expected.reduce((sum, { shape }) => sum + shape.reduce((size, length) => size * length, 1), 0),
        };
        try {
          const checked = checkedSafetensors(body.iterator({ destroyOnReturn: false }), expected);
          const { info, created } = await weights.put(weightsOf, checked);
          return await reply.code(created ? 201 : 200).send(info);
        } finally {
          // A sender that waits for its last bytes to be taken would never read the answer.
          body.resume();
        }
      },
    );
  });
};
