import type { Readable } from 'node:stream';
import { ImageId } from '@pneumo/shared/contracts';
import { objectKeys, PneumoError } from '@pneumo/shared/runtime';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';

export const addImageRoutes = (v1: App, { runtime }: ApiDeps): void => {
  v1.get(
    '/images/:id',
    {
      schema: {
        operationId: 'getImage',
        summary: 'A stored image in its canonical form: 8-bit grey PNG without metadata',
        tags: ['predictions'],
        params: Type.Object({ id: ImageId }),
        response: { 200: Type.Unsafe<Readable>({ type: 'string', format: 'binary' }) },
      },
      config: { api: { scopes: ['predict', 'review'], errors: ['image_not_found'], produces: 'image/png' } },
    },
    async (request, reply) => {
      const { id } = request.params;
      const stream = await runtime.store.tryGetStream(objectKeys.image(principalOf(request).workspace, id));
      if (stream === undefined) throw new PneumoError('image_not_found', `There is no image ${id}.`);
      reply.header('content-type', 'image/png');
      reply.header('etag', `"${id}"`);
      reply.header('cache-control', 'private, no-cache');
      return stream;
    },
  );
};
