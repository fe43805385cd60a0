import { describe, expect, it } from 'vitest';
import { rehearse } from '../../bench/autoscaling/rehearsal.ts';
import { parseScaledObject, readScalingRules, type ScalingRules } from '../../bench/autoscaling/scaled-object.ts';
import { createScaler, SYNC_SECONDS } from '../../bench/autoscaling/scaler.ts';
import { testEnv } from '../setup/env.ts';

describe('the manifests', () => {
  it('say what the formula goes by', async () => {
    const inferencer = await readScalingRules('inferencer');
    expect(inferencer).toMatchObject({ least: 1, most: 50, down: { windowSeconds: 300 } });
    expect(inferencer.targets).toContainEqual({ kind: 'prediction', perWorker: 64 });
    const trainer = await readScalingRules('trainer');
    expect(trainer).toMatchObject({ least: 0, most: 8, cooldownSeconds: 600 });
    // Where a manifest says nothing, Kubernetes does.
    expect(trainer.up).toEqual({
      windowSeconds: 0,
      policies: [
        { type: 'Percent', value: 100, periodSeconds: 15 },
        { type: 'Pods', value: 4, periodSeconds: 15 },
      ],
    });
  });

  it('are refused where they say what the formula does not know', () => {
    const withTrigger = (type: string, location: string): string =>
      `spec:\n  triggers:\n    - type: ${type}\n      metadata: { valueLocation: ${location}, targetValue: "1" }\n`;
    expect(parseScaledObject(withTrigger('metrics-api', 'queues.training.backlog')).targets).toHaveLength(1);
    expect(() => parseScaledObject(withTrigger('metrics-api', 'queues.training.waiting'))).toThrow('backlog');
    expect(() => parseScaledObject(withTrigger('redis', 'queues.training.backlog'))).toThrow('backlog');
    expect(() => parseScaledObject('spec: { minReplicaCount: few }')).toThrow('minReplicaCount');
  });
});

describe('the formula', () => {
  const rules: ScalingRules = {
    least: 1,
    most: 50,
    pollingSeconds: 10,
    cooldownSeconds: 600,
    up: { windowSeconds: 0, policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }] },
    down: { windowSeconds: 300, policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] },
    targets: [
      { kind: 'prediction', perWorker: 64 },
      { kind: 'batch', perWorker: 4 },
    ],
  };
  /** How many workers there are after each look, with the same backlogs all the time. */
  const follow = (
    scaler: ReturnType<typeof createScaler>,
    from: number,
    to: number,
    start: number,
    prediction: number,
  ) => {
    let workers = start;
    const counts: number[] = [];
    for (let at = from; at < to; at += SYNC_SECONDS) counts.push((workers = scaler.sync(at, workers, { prediction })));
    return counts;
  };

  it('goes up by what the policies allow to the backlog over the target, and never above the limit', () => {
    expect(follow(createScaler(rules), 0, 75, 1, 1_000)).toEqual([5, 9, 13, 16, 16]);
    expect(follow(createScaler({ ...rules, most: 7 }), 0, 45, 1, 1_000)).toEqual([5, 7, 7]);
  });

  it('takes the largest wish of all queues, and leaves what is within a tenth alone', () => {
    expect(createScaler(rules).sync(0, 2, { prediction: 100, batch: 12 })).toBe(3);
    expect(createScaler(rules).sync(0, 4, { prediction: 4 * 64 + 25 })).toBe(4);
    expect(createScaler(rules).sync(0, 4, { prediction: 4 * 64 + 27 })).toBe(5);
  });

  it('goes down only after the window, by half at most, to the least', () => {
    const scaler = createScaler(rules);
    expect(scaler.sync(0, 16, { prediction: 1_000 })).toBe(16);
    const counts = follow(scaler, SYNC_SECONDS, 615, 16, 0);
    expect(counts.indexOf(8)).toBe(300 / SYNC_SECONDS - 1);
    expect([...new Set(counts)]).toEqual([16, 8, 4, 2, 1]);
  });

  it('wakes the first worker for any job, and lets the last go after the cool-down', () => {
    const scaler = createScaler({ ...rules, least: 0 });
    expect(scaler.poll(0, 0, {})).toBe(0);
    expect(scaler.sync(0, 0, { batch: 9 })).toBe(0);
    expect(scaler.poll(10, 0, { batch: 9 })).toBe(1);
    expect(scaler.poll(20, 1, {})).toBe(1);
    expect(scaler.poll(609, 1, {})).toBe(1);
    expect(scaler.poll(610, 1, {})).toBe(0);
    expect(createScaler(rules).poll(5_000, 1, {})).toBe(1);
  });
});

describe.skipIf(!testEnv.long)('a burst on real processes (needs PNEUMO_TEST_LONG=1)', { timeout: 300_000 }, () => {
  it('takes workers up and back, with one killed and one drained, and loses nothing', async () => {
    const predictions = 1_000;
    const { accepted, ended, training, beganInVain, killed, drained, rows } = await rehearse({
      predictions,
      speed: 100,
      mostInferencers: 3,
      picture: { width: 96, height: 88 },
      imageSize: 32,
      onRow: () => undefined,
      onLine: () => undefined,
    });
    expect(new Set(accepted).size).toBe(predictions);
    // As often as the list names them: each once.
    expect(ended.map(({ id }) => id).sort()).toEqual(accepted.toSorted());
    expect(ended.filter(({ state }) => state !== 'succeeded')).toEqual([]);

    const inferencers = rows.map((row) => row.inferencers);
    expect([inferencers[0], Math.max(...inferencers), inferencers.at(-1)]).toEqual([1, 3, 1]);
    expect(Math.max(...rows.map((row) => row.inferencersReady))).toBe(3);
    const trainers = rows.map((row) => row.trainers);
    expect([trainers[0], Math.max(...trainers), trainers.at(-1)]).toEqual([0, 1, 0]);
    expect(training).toMatchObject({ state: 'succeeded', attempt: 1 });

    // The one that was killed left work to others; those that were told to end ended theirs first.
    expect(beganInVain).toContain(killed);
    expect(drained.length).toBeGreaterThanOrEqual(3);
    expect(beganInVain.filter((pid) => drained.includes(pid))).toEqual([]);
  });
});
