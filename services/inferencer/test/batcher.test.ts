import { setImmediate as turn } from 'node:timers/promises';
import { createInferenceEngine, type InferenceEngine } from '@pneumo/engines';
import { buildInferenceGraph, defineNetwork, initialiseWeights } from '@pneumo/models';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBatcher } from '../src/prediction/batcher.ts';

const SIZE = 32 * 32;
let engine: InferenceEngine;
let counted: InferenceEngine;
let runs: number[];

beforeEach(async () => {
  const definition = defineNetwork('compact', { imageSize: 32 });
  const model = buildInferenceGraph(definition, initialiseWeights(definition, 1));
  engine = await createInferenceEngine({ engine: 'onnx', model, threads: 1 });
  runs = [];
  counted = {
    ...engine,
    infer: (images, count, options) => {
      runs.push(count);
      return engine.infer(images, count, options);
    },
  };
});
afterEach(() => engine.close());

describe('the batcher', () => {
  it('starts a lone image at once', async () => {
    const answer = createBatcher(counted, { maxBatch: 8 }).infer(new Float32Array(SIZE));
    await turn();
    await turn();
    expect(runs).toEqual([1]);
    expect((await answer).logits).toHaveLength(2);
  });

  it('joins what waits at the same time, up to the limit, and gives each image its own answer', async () => {
    const batcher = createBatcher(counted, { maxBatch: 8 });
    const grey = (value: number): Float32Array => new Float32Array(SIZE).fill(value);
    const alone: number[] = [];
    for (const value of [10, 120, 240]) alone.push((await batcher.infer(grey(value))).logits[1]);
    runs.length = 0;
    const values = Array.from({ length: 20 }, (_, index) => index % 3);
    const answers = await Promise.all(values.map((value) => batcher.infer(grey([10, 120, 240][value]!))));
    expect(runs).toEqual([8, 8, 4]);
    answers.forEach(({ logits }, index) => expect(logits[1]).toBeCloseTo(alone[values[index]!]!, 4));
  });

  it('tells all of a run that it failed, and takes the next', async () => {
    const batcher = createBatcher(counted, { maxBatch: 8 });
    const misfits = await Promise.allSettled([
      batcher.infer(new Float32Array(7)),
      batcher.infer(new Float32Array(SIZE)),
    ]);
    expect(misfits.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await batcher.infer(new Float32Array(SIZE))).logits.every(Number.isFinite)).toBe(true);
  });
});
