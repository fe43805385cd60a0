import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../../packages/local/src/process/free-port.ts';
import {
  addGpuMetrics,
  createLogger,
  createRuntimeMetrics,
  createShutdown,
  type MetricsServer,
  startMetricsServer,
} from '../../packages/shared/src/runtime/index.ts';
import { createTestApp, type TestApp } from '../../services/api/test/create-test-app.ts';
import { createInferencerMetrics } from '../../services/inferencer/src/metrics.ts';
import { createTrainingMetrics } from '../../services/trainer/src/metrics.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MONITORING = join(ROOT, 'monitoring');
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

interface Dashboard {
  uid: string;
  panels: { title: string; targets: { expr: string }[] }[];
}

let test: TestApp;
let worker: MetricsServer;
const logger = createLogger('test', 'silent');
const shutdown = createShutdown(logger);

beforeAll(async () => {
  test = await createTestApp();
  const { registry } = createRuntimeMetrics();
  createInferencerMetrics(registry);
  createTrainingMetrics(registry);
  addGpuMetrics(registry);
  const settings = { PNEUMO_METRICS_PORT: await findFreePort(), PNEUMO_METRICS_HOST: '127.0.0.1' };
  worker = await startMetricsServer(settings, { registries: [registry], logger, shutdown });
});
afterAll(async () => {
  await shutdown.run('the test is over');
  await test.close();
});

/** Names of the samples that a page of metrics may hold, by its types. */
const exportedBy = (page: string): string[] =>
  [...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name, type]) => {
    if (type === 'histogram') return [`${name}_bucket`, `${name}_sum`, `${name}_count`];
    return type === 'counter' ? [`${name}_total`] : [name!];
  });

const namesIn = (expr: string): string[] => expr.match(/\b(?:pneumo|process|nodejs)_[a-z0-9_]+\b/g) ?? [];

const dashboards = async (): Promise<Dashboard[]> => {
  const folder = join(MONITORING, 'dashboards');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  return Promise.all(files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Dashboard));
};

describe('monitoring', () => {
  it('names only metrics that the services export, in dashboards and rules', async () => {
    const gateway = (await test.app.inject({ url: '/metrics' })).body;
    const workers = await (await fetch(`${worker.url}/metrics`)).text();
    const exported = new Set([...exportedBy(gateway), ...exportedBy(workers)]);
    const boards = await dashboards();
    expect(boards.map(({ uid }) => uid).sort()).toEqual(
      ['drift', 'gateway', 'training', 'workers'].map((n) => `pneumo-${n}`),
    );
    for (const { uid, panels } of boards) {
      for (const { title, targets } of panels) {
        for (const { expr } of targets) {
          const names = namesIn(expr);
          expect(names.length, `${uid}: ${title}`).toBeGreaterThan(0);
          for (const name of names) expect(exported, `${uid}: ${title}`).toContain(name);
        }
      }
    }
    const rules = await readFile(join(MONITORING, 'rules.yml'), 'utf8');
    const named = namesIn(rules);
    expect(named.length).toBeGreaterThan(8);
    for (const name of named) expect(exported).toContain(name);
  });

  it('has a line in the runbook for each alert, and no line for others', async () => {
    const rules = await readFile(join(MONITORING, 'rules.yml'), 'utf8');
    const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name!);
    const links = [...rules.matchAll(/runbook: docs\/operations\.md#(\w+)/g)].map(([, anchor]) => anchor!);
    expect(links).toEqual(alerts.map((name) => name.toLowerCase()));
    const text = await readFile(join(ROOT, 'docs/operations.md'), 'utf8');
    const runbook = [...text.matchAll(/^### (Pneumo\w+)$/gm)].map(([, name]) => name!);
    expect(runbook.sort()).toEqual(alerts.sort());
  });

  it.skipIf(!hasPromtool)(
    `has rules that promtool accepts, and whose tests pass${hasPromtool ? '' : ' (no promtool here)'}`,
    () => {
      for (const args of [
        ['check', 'rules', 'rules.yml'],
        ['test', 'rules', 'rules.test.yml'],
      ]) {
        const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: MONITORING, encoding: 'utf8' });
        expect(status, `${stdout}${stderr}`).toBe(0);
      }
    },
  );
});

describe('the port of a worker', () => {
  it('tells that it lives, and is ready once it takes jobs', async () => {
    expect((await fetch(`${worker.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${worker.url}/readyz`)).status).toBe(503);
    worker.ready();
    expect((await fetch(`${worker.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${worker.url}/metrics`, { method: 'POST' })).status).toBe(405);
  });

  it('lets a worker work where the port is taken', async () => {
    const port = Number(new URL(worker.url).port);
    const lines: string[] = [];
    const told = createLogger('test', 'info', { write: (line) => void lines.push(line) });
    const settings = { PNEUMO_METRICS_PORT: port, PNEUMO_METRICS_HOST: '127.0.0.1' };
    const second = await startMetricsServer(settings, { registries: [], logger: told, shutdown });
    expect(second.url).toBe('');
    expect(lines.join('')).toContain('metrics are not served');
  });
});

describe('GET /metrics', () => {
  it('is OpenMetrics for who asks for it, and plain text for others', async () => {
    const open = await test.app.inject({ url: '/metrics', headers: { accept: 'application/openmetrics-text' } });
    expect(open.headers['content-type']).toContain('application/openmetrics-text');
    expect(open.body.endsWith('# EOF\n')).toBe(true);
    const plain = await test.app.inject({ url: '/metrics' });
    expect(plain.headers['content-type']).toContain('text/plain');
    expect(plain.body).not.toContain('# EOF');
  });

  it('tells how long the oldest job waits, whatever its priority', async () => {
    const { queues, jobs } = test.runtime;
    const age = async (): Promise<number> => (await queues.oldestWaitingSeconds()).training;
    expect(await age()).toBe(0);
    const oldId = '01900000-0000-7000-8000-000000000000';
    const message = { schemaVersion: 1, workspace: 'default', kind: 'training' } as const;
    await queues.add({ ...message, jobId: jobs.newJobId() }, 'urgent');
    expect(await age()).toBeLessThan(3_600);
    await queues.add({ ...message, jobId: oldId });
    const oldMs = Number.parseInt(oldId.replaceAll('-', '').slice(0, 12), 16);
    expect(await age()).toBeGreaterThan((Date.now() - oldMs) / 1_000 - 60);
    const page = (await test.app.inject({ url: '/metrics' })).body;
    expect(page).toMatch(/^pneumo_queue_oldest_seconds\{kind="training"\} \d{6,}/m);
    expect(page).toMatch(/^pneumo_store_call_seconds_count\{call="bucket",end="ok"\} [1-9]/m);
  });
});
