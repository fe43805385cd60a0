import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeRedis, connectRedis, createLogger, createRedis } from '../../packages/shared/src/runtime/index.ts';
import { phantomJpeg } from '../e2e/archives.ts';
import { createHttp, type Http } from '../e2e/http.ts';
import { startTestStack, type TestStack } from '../e2e/test-stack.ts';
import { type CollectedSpan, type Collector, startCollector, traceText } from './start-collector.ts';

const STARTER = resolve(import.meta.dirname, '../../packages/models/starter');
const CALLER_TRACE = '0af7651916cd43dd8448eb211c80319c';

let collector: Collector;
let stack: TestStack;
let http: Http;

beforeAll(async () => {
  collector = await startCollector();
  stack = await startTestStack({
    trainers: 0,
    inferencers: 1,
    env: { PNEUMO_STARTER_DIR: STARTER, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, PNEUMO_LOG_LEVEL: 'debug' },
  });
  http = createHttp(stack.url);
}, 120_000);
afterAll(async () => {
  await stack.close();
  await collector.close();
});

const ofTrace = (traceId: string): CollectedSpan[] => collector.spans.filter((span) => span.traceId === traceId);
const runOf = (jobId: string): CollectedSpan | undefined =>
  collector.spans.find(({ name, attributes }) => name === 'prediction job' && attributes['pneumo.job.id'] === jobId);
const childrenOf = (parent: CollectedSpan): CollectedSpan[] =>
  ofTrace(parent.traceId).filter(({ parentSpanId }) => parentSpanId === parent.spanId);

/** All spans of a job once its gateway and its worker have sent theirs. */
const traceOf = async (jobId: string): Promise<CollectedSpan[]> => {
  await collector.until(() => {
    const run = runOf(jobId);
    return run !== undefined && ofTrace(run.traceId).some(({ name }) => name === 'POST /v1/predictions');
  });
  return ofTrace(runOf(jobId)!.traceId);
};

describe('a job is one trace', { timeout: 60_000 }, () => {
  it('spans gateway, queue wait, inferencer and store', async () => {
    const { id } = (await http.postImage(await phantomJpeg(42, 'pneumonia'))).body;
    expect((await http.ended(id)).state).toBe('succeeded');
    const spans = await traceOf(id);
    console.log(`Trace of job ${id}\n${traceText(spans)}`);

    const named = (name: string): CollectedSpan => {
      const found = spans.find((span) => span.name === name);
      expect(found, name).toBeDefined();
      return found!;
    };
    const request = named('POST /v1/predictions');
    const wait = named('prediction queue wait');
    const run = named('prediction job');
    expect(request).toMatchObject({ service: 'pneumo-api', attributes: { 'http.response.status_code': 202 } });
    for (const span of [wait, run]) {
      expect(span).toMatchObject({ service: 'pneumo-inferencer', parentSpanId: request.spanId });
      expect(span.attributes['pneumo.job.id']).toBe(id);
    }
    expect(named('prediction queue')).toMatchObject({ service: 'pneumo-api', parentSpanId: request.spanId });
    expect(run.attributes['pneumo.job.end']).toBe('succeeded');
    expect(childrenOf(run).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['store get', 'store put', 'decode', 'infer']),
    );
    expect(childrenOf(request).map(({ name }) => name)).toContain('store put');
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  });

  it('keeps the trace of its caller, also when Redis is emptied before a worker takes it', async () => {
    await stack.end('inferencer');
    const accepted = await http.postImage(
      await phantomJpeg(43, 'normal'),
      {},
      { traceparent: `00-${CALLER_TRACE}-b7ad6b7169203331-01` },
    );
    expect(accepted.status).toBe(202);
    const logger = createLogger('test', 'silent');
    const redis = createRedis(stack.redisUrl, 'worker', logger);
    await connectRedis(redis);
    await redis.flushall();
    await closeRedis(redis);
    await stack.add('inferencer');
    expect((await http.ended(accepted.body.id)).state).toBe('succeeded');
    const spans = await traceOf(accepted.body.id);
    expect(runOf(accepted.body.id)?.traceId).toBe(CALLER_TRACE);
    expect(spans.map(({ service }) => service)).toContain('pneumo-api');
  });

  it('is named in the lines of the log beside the job', () => {
    const ended = stack.lines.filter((line) => line.includes('"job ended"'));
    expect(ended.length).toBeGreaterThan(0);
    for (const line of ended) {
      const { jobId, traceId } = JSON.parse(line.slice(line.indexOf('{'))) as { jobId: string; traceId?: string };
      expect(traceId).toBe(runOf(jobId)?.traceId);
    }
  });
});
