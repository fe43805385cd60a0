import { describe, expect, it } from 'vitest';
import { createEventText } from '../src/train/event-text.ts';
import { epochIn, withEpoch } from '../src/train/use-epochs.ts';

const epoch = (done: number, validationLoss: number) => ({
  progress: {
    done,
    total: 5,
    unit: 'epochs',
    stage: `epoch ${done} done`,
    metrics: { loss: 1, accuracy: 0.5, auc: 0.55, validationLoss, validationAccuracy: 0.6, validationAuc: null },
  },
});

const point = (done: number, validationLoss = 1) => epochIn(epoch(done, validationLoss))!;

describe('the epochs of a training', () => {
  it('come out of an event stream, wherever it breaks', () => {
    const text =
      'retry: 2000\n\nid: 1-0\nevent: job\ndata: {"a":1}\n\n: still here\n\nevent: job\r\ndata: {"b":2}\r\n\r\n';
    const take = createEventText();
    expect(Array.from(text).flatMap((piece) => take(piece))).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('are told by updates that end one, and by no other', () => {
    expect(epochIn(epoch(2, 0.7))).toEqual({
      epoch: 2,
      loss: 1,
      accuracy: 0.5,
      auc: 0.55,
      validationLoss: 0.7,
      validationAccuracy: 0.6,
      validationAuc: null,
    });
    expect(epochIn({})).toBeUndefined();
    expect(epochIn({ progress: { done: 3, total: 9, unit: 'images', stage: 'loading images' } })).toBeUndefined();
    const first = { done: 0, total: 5, unit: 'epochs', stage: 'training epoch 1', metrics: { stepLoss: 1 } };
    expect(epochIn({ progress: first })).toBeUndefined();
  });

  it('stand in order, each once, the newest account of it', () => {
    const once = withEpoch(withEpoch([], point(2)), point(1));
    expect(once.map(({ epoch: number }) => number)).toEqual([1, 2]);
    expect(withEpoch(once, point(2))).toBe(once);
    expect(withEpoch(once, point(2, 0.5)).map(({ validationLoss }) => validationLoss)).toEqual([1, 0.5]);
  });
});
