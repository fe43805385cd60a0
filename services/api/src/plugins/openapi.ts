import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { DISCLAIMER } from '@pneumo/shared/contracts';
import type { App } from '../api-deps.ts';
import { componentSchemas } from '../openapi/components.ts';
import { operationOf } from '../openapi/operation.ts';
import { allowPage } from './security-headers.ts';

const DESCRIPTION = `${DISCLAIMER}

Training and serving of chest X-ray pneumonia classifiers as a job queue: a request that is answered with 202 is durable,
and its job can be polled, streamed, cancelled and run again. Errors are problem details (RFC 9457) with a stable \`code\`.`;

/** Collects every route that follows; register it before them. */
export const addOpenApi = async (app: App): Promise<void> => {
  await app.register(swagger, {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Pneumo', version: '1', description: DESCRIPTION, license: { name: 'Apache-2.0' } },
      tags: [
        { name: 'predictions', description: 'Ask a model about an image' },
        { name: 'trainings', description: 'Train a model on a data set' },
        { name: 'datasets', description: 'Import labelled images' },
        { name: 'jobs', description: 'Follow, cancel and repeat what was asked' },
        { name: 'models', description: 'Versions and the aliases that name them' },
        { name: 'commissionings', description: 'Judge a version on local images, and sign its threshold off' },
        {
          name: 'open-inference',
          description: 'The same predictions for clients of the Open Inference Protocol, version 2',
        },
        { name: 'service', description: 'The server itself' },
      ],
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'Not needed on loopback while no key is stored' },
        },
        schemas: componentSchemas(),
      },
    },
    transform: ({ schema, url, route }) => {
      // A route without schemas is none of the API: pages, metrics, the board.
      const { url: shownUrl, schema: shown } = operationOf(url, { ...schema }, route.config?.api);
      return { url: shownUrl, schema: shown };
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(async (docs) => {
    allowPage(docs);
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: false,
      theme: {
        title: 'Pneumo API',
        // The bar above shows another project's name and a field for other documents.
        css: [{ filename: 'theme.css', content: '.swagger-ui .topbar { display: none }' }],
      },
    });
  });
};
