import { DISCLAIMER, ERROR_CODES } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: unknown[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}

interface Document {
  openapi: string;
  info: { description: string };
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
  paths: Record<string, Record<string, Operation>>;
}

/** Every call of this API that there is by now. */
const CALLS = [
  'POST /v1/predictions',
  'POST /v1/dicomweb/studies',
  'POST /v1/dicomweb/studies/{study}',
  'POST /v1/trainings',
  'POST /v1/batches',
  'GET /v1/batches',
  'GET /v1/batches/{id}',
  'GET /v1/batches/{id}/results',
  'POST /v1/comparisons',
  'POST /v1/commissionings',
  'GET /v1/commissionings',
  'GET /v1/commissionings/{id}',
  'POST /v1/commissionings/{id}/sign-off',
  'POST /v1/datasets',
  'GET /v1/datasets',
  'GET /v1/datasets/{id}',
  'DELETE /v1/datasets/{id}',
  'GET /v1/datasets/{id}/pictures/{name}',
  'GET /v1/jobs',
  'GET /v1/jobs/{id}',
  'DELETE /v1/jobs/{id}',
  'POST /v1/jobs/{id}/retry',
  'POST /v1/jobs/{id}/review',
  'DELETE /v1/jobs/{id}/review',
  'GET /v1/jobs/{id}/reviews',
  'GET /v1/reviews/queue',
  'GET /v1/reviews/summary',
  'GET /v1/jobs/{id}/events',
  'GET /v1/jobs/{id}/evidence',
  'GET /v1/jobs/{id}/heatmap.png',
  'GET /v1/events',
  'GET /v1/models',
  'GET /v1/models/{version}',
  'DELETE /v1/models/{version}',
  'GET /v1/models/{version}/card',
  'GET /v1/models/{version}/card/{plot}.svg',
  'GET /v1/models/{version}/drift',
  'GET /v1/models/{version}/files/{name}',
  'GET /v1/models/{version}/shadow',
  'GET /v1/models/aliases',
  'GET /v1/models/aliases/{alias}',
  'PUT /v1/models/aliases/{alias}',
  'POST /v1/models/aliases/{alias}/rollback',
  'GET /v1/images/{id}',
  'GET /v1/weights',
  'PUT /v1/weights/{name}',
  'DELETE /v1/weights/{name}',
  'GET /v1/queues',
  'GET /v1/me',
  'POST /v1/session',
  'DELETE /v1/session',
  'GET /v1/settings',
  'PUT /v1/settings',
  'GET /v2/',
  'GET /v2/health/live',
  'GET /v2/health/ready',
  'GET /v2/models/{name}',
  'GET /v2/models/{name}/ready',
  'GET /v2/models/{name}/versions/{version}',
  'GET /v2/models/{name}/versions/{version}/ready',
  'POST /v2/models/{name}/infer',
  'POST /v2/models/{name}/versions/{version}/infer',
  'GET /healthz',
  'GET /readyz',
];

let test: TestApp;
let document: Document;
let operations: [call: string, operation: Operation][];

beforeAll(async () => {
  test = await createTestApp();
  document = (await test.app.inject('/openapi.json')).json<Document>();
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== 'head')
      .map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path}`, operation]),
  );
});
afterAll(() => test.close());

const walk = (value: unknown, visit: (value: Record<string, unknown>) => void): void => {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Record<string, unknown>);
  for (const item of Object.values(value)) walk(item, visit);
};

describe('the API description', () => {
  it('has every call and no other', () => {
    expect(operations.map(([call]) => call).sort()).toEqual([...CALLS].sort());
  });

  it('says what each call does, who may make it and how it fails', () => {
    const known = new Set(Object.keys(ERROR_CODES));
    for (const [call, operation] of operations) {
      expect(operation, call).toMatchObject({ operationId: expect.any(String), summary: expect.any(String) });
      expect(operation.tags, call).toHaveLength(1);
      const isPublic = /healthz|readyz|v2\/health/.test(call);
      expect(operation.security, call).toEqual(isPublic ? [] : [{ apiKey: [] }]);
      const problems = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
      if (!isPublic)
        expect(
          problems.map(([status]) => status),
          call,
        ).toEqual(expect.arrayContaining(['401', '403', '500', '503']));
      for (const [status, { description, content }] of problems) {
        // An imaging archive expects the list of refusals that PS3.18 defines.
        if (content?.['application/dicom+json'] !== undefined) continue;
        expect(content?.['application/problem+json'], `${call} ${status}`).toEqual({
          schema: { $ref: '#/components/schemas/Problem' },
        });
        for (const [, code] of description.matchAll(/`([a-z_]+)`/g)) expect(known.has(code!), code).toBe(true);
      }
    }
    expect(new Set(operations.map(([, { operationId }]) => operationId)).size).toBe(operations.length);
  });

  it('names its schemas: what is referred to is there, and what is there is used', () => {
    const used = new Set<string>();
    walk(document, (value) => {
      if (typeof value['$ref'] === 'string') used.add(value['$ref'].replace('#/components/schemas/', ''));
      expect(value).not.toHaveProperty('$id');
    });
    const there = Object.keys(document.components.schemas);
    expect([...used].filter((name) => !there.includes(name))).toEqual([]);
    expect(document.paths['/v1/jobs/{id}']?.['get']?.responses['200']?.content?.['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/Job',
    });
  });

  it('describes both bodies of a prediction, its headers, and every parameter in a path', () => {
    const predict = document.paths['/v1/predictions']!['post']!;
    expect(Object.keys(predict.requestBody!.content)).toEqual(['multipart/form-data', 'application/json']);
    expect(predict.parameters?.map(({ name }) => name)).toEqual(['Idempotency-Key', 'Prefer']);
    for (const [path, methods] of Object.entries(document.paths)) {
      const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!).sort();
      for (const { parameters = [] } of Object.values(methods)) {
        expect(
          parameters
            .filter((each) => each.in === 'path')
            .map(({ name }) => name)
            .sort(),
        ).toEqual(names);
      }
    }
  });

  it('carries the disclaimer', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.description).toContain(DISCLAIMER);
  });
});

describe('pages', () => {
  it('say what this is, and load nothing from elsewhere', async () => {
    const home = await test.app.inject('/');
    expect(home.body).toContain(DISCLAIMER);
    expect(home.body).toContain('href="/docs"');
    expect(home.headers['content-security-policy']).toContain("default-src 'none'");
    for (const url of ['/docs', '/admin/queues']) {
      const page = await test.app.inject(url);
      expect([url, page.statusCode]).toEqual([url, 200]);
      expect(page.headers['content-security-policy']).toContain("default-src 'self'");
      // The board asks for a font from elsewhere; the policy keeps the browser from fetching it.
      expect(page.headers['content-security-policy']).not.toMatch(/https?:|\*/);
    }
    expect((await test.app.inject('/docs/static/swagger-ui-bundle.js')).statusCode).toBe(200);
  });

  it('metrics tell requests by route, queues and the oldest pending job', async () => {
    const { runtime, principal } = test;
    const input = { name: 'n', classes: {}, seed: 1, source: { type: 'inbox', prefix: '' } } as const;
    const id = runtime.jobs.newJobId();
    await runtime.jobs.accept(principal, { id, kind: 'dataset-import', input });
    await test.app.inject(`/v1/jobs/${id}`);
    const { body } = await test.app.inject('/metrics');
    expect(body).toMatch(
      /pneumo_http_request_duration_seconds_count\{method="GET",route="\/v1\/jobs\/:id",status="200"\} 1/,
    );
    expect(body).toContain('pneumo_queue_backlog{kind="training"} 0');
    expect(Number(/^pneumo_pending_oldest_seconds (\S+)/m.exec(body)?.[1])).toBeGreaterThan(0);
    await test.end(id, {});
    const after = await test.app.inject('/metrics');
    expect(Number(/^pneumo_pending_oldest_seconds (\S+)/m.exec(after.body)?.[1])).toBe(0);
  });
});
