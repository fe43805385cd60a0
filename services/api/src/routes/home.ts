import { DISCLAIMER } from '@pneumo/shared/contracts';
import type { App } from '../api-deps.ts';

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Pneumo</title></head>
<body>
<h1>Pneumo</h1>
<p>Trains and serves chest X-ray pneumonia classifiers as a job queue.</p>
<p><strong>${DISCLAIMER}</strong></p>
<ul>
<li><a href="/docs">How to call it</a> (<a href="/openapi.json">OpenAPI</a>)</li>
<li><a href="/admin/queues">Queues</a></li>
<li><a href="/readyz">State</a></li>
</ul>
</body>
</html>
`;

export const addHomeRoute = (app: App): void => {
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
};
