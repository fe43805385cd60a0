import { collectFingerprints, encodeFingerprints } from '@pneumo/models';
import type { ComparisonInput, PendingJob } from '@pneumo/shared/contracts';
import { HandedBack, hashPatient, type JobContext, type JobDone, objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PRINCIPAL } from '../../../packages/shared/test/create-test-runtime.ts';
import { createComparisonProcessor } from '../src/comparison/processor.ts';
import { createVersionLoader, type LoadVersion } from '../src/prediction/load-version.ts';
import { type ComparisonBench, createComparisonBench } from './create-comparison-bench.ts';
import { type WatchedEngines, watchEngines } from './watch-engines.ts';

const { workspace } = PRINCIPAL;
let bench: ComparisonBench;
let engines: WatchedEngines;

beforeAll(async () => {
  bench = await createComparisonBench();
  await bench.storeCandidate('compact-good', { validationAuc: 0.95, testAuc: 0.6 });
  await bench.storeCandidate('cnn-worse', { validationAuc: 0.9, testAuc: 0.99 });
  await bench.storeCandidate('compact-same');
  await bench.storeCandidate('compact-inverted', { inverted: true });
});
beforeEach(async () => {
  const { store, registry, logger } = bench.runtime;
  engines = watchEngines(createVersionLoader({ store, registry, logger, engine: 'onnx', threads: 1 }));
  await store.delete(objectKeys.alias(workspace, 'champion'));
});
afterAll(() => bench.runtime.close());

const contextOf = (pending: PendingJob, given: Partial<JobContext<'comparison'>> = {}): JobContext<'comparison'> => ({
  jobId: pending.id,
  principal: PRINCIPAL,
  input: pending.input as ComparisonInput,
  attempt: 1,
  createdAt: pending.createdAt,
  logger: bench.runtime.logger,
  stop: new AbortController().signal,
  attemptKey: (name) => name,
  progress: () => Promise.resolve(),
  ...given,
});

const judge = async (
  pending: PendingJob,
  given: Partial<JobContext<'comparison'>> = {},
  load: LoadVersion = engines.load,
): Promise<JobDone<'comparison'>> => createComparisonProcessor({ ...bench.runtime, load })(contextOf(pending, given));

const both = [{ version: 'cnn-worse' }, { version: 'compact-good' }];

describe('a comparison is judged', () => {
  it('by validation AUC, with a table of all figures, and its winner promoted where there is no champion', async () => {
    const { result, promotion } = await judge(await bench.comparisonOf(both));
    expect(result).toMatchObject({
      candidates: [
        {
          architecture: 'cnn',
          state: 'succeeded',
          version: 'cnn-worse',
          validationAuc: { value: 0.9, low: 0.85 },
          testAuc: { value: 0.99 },
          seconds: 3.5,
          parameters: { total: expect.any(Number) },
        },
        { architecture: 'compact', version: 'compact-good' },
      ],
      winner: { version: 'compact-good', architecture: 'compact', validationAuc: 0.95 },
      gate: null,
      promotion: { alias: 'champion' },
    });
    const reason = 'Chosen by validation AUC: compact 0.9500 before cnn 0.9000. There was no champion yet.';
    expect(promotion).toEqual({ alias: 'champion', version: 'compact-good', expected: null, reason });
    expect(result.promotion.reason).toBe(reason);
    expect(result.warnings).toEqual([expect.stringContaining('takes at least 3')]);
    expect(engines.loads).toEqual([]);
  });

  it('before the gate: promoted where it is better, without the images that either was trained on', async () => {
    const { rows, fingerprintOf } = bench;
    const fingerprints = encodeFingerprints(collectFingerprints([fingerprintOf(3)]));
    await bench.storeCandidate('compact-seen', {
      validationAuc: 0.95,
      trainedOn: { patients: [hashPatient(rows[0]!.patient)] },
    });
    await bench.storeCandidate('compact-champion', {
      inverted: true,
      trainedOn: { images: [rows[1]!.imageId] },
      files: { 'fingerprints.bin': fingerprints },
    });
    await bench.setChampion('compact-champion');
    const stages: string[] = [];
    const { result, promotion } = await judge(
      await bench.comparisonOf([{ version: 'cnn-worse' }, { version: 'compact-seen' }]),
      { progress: ({ stage }) => Promise.resolve(void stages.push(stage)) },
    );
    expect(result.gate).toMatchObject({
      champion: 'compact-champion',
      better: true,
      images: rows.length - 3,
      differences: { auc: { value: 1 } },
      leftOut: {
        candidate: { of: rows.length, samePatient: 1, sameImage: 0, nearDuplicate: 0 },
        champion: { of: rows.length - 1, samePatient: 0, sameImage: 1, nearDuplicate: 1 },
      },
    });
    expect(promotion).toMatchObject({ alias: 'champion', version: 'compact-seen', expected: 'compact-champion' });
    expect(promotion?.reason).toMatch(/^Chosen by validation AUC: .*Better than the champion on 57 gate images: /);
    expect(promotion?.reason).toContain('For the champion, 2 of 59 images');
    expect(stages).toContain('comparing with the champion, compact-champion');
    expect(Math.max(...engines.runs)).toBeLessThanOrEqual(16);
    expect(engines.open).toEqual([]);
  });

  it('and declined, with figures, where it is no better', async () => {
    await bench.setChampion('compact-same');
    const { result, promotion } = await judge(await bench.comparisonOf(both));
    expect(promotion).toBeUndefined();
    expect(result.gate).toMatchObject({ better: false, images: bench.rows.length, differences: { auc: { value: 0 } } });
    expect(result.promotion).toEqual({ alias: null, reason: expect.stringContaining('Not shown to be better') });
    expect(result.promotion.reason).toContain('The champion recorded no fingerprints');
  });

  it('and only told, or made the challenger, where no more was asked for', async () => {
    await bench.setChampion('compact-inverted');
    const never = await judge(await bench.comparisonOf(both, 'never'));
    expect(never).toMatchObject({ result: { gate: { better: true }, promotion: { alias: null } } });
    expect(never.promotion).toBeUndefined();
    const challenger = await judge(await bench.comparisonOf(both, 'challenger'));
    expect(challenger.promotion).toMatchObject({ alias: 'challenger', version: 'compact-good', expected: null });
  });

  it('against the version that is champion at its end', async () => {
    await bench.setChampion('compact-inverted');
    const load: LoadVersion = async (principal, version) => {
      if (version === 'compact-inverted') await bench.setChampion('compact-same');
      return engines.load(principal, version);
    };
    const { result, promotion } = await judge(await bench.comparisonOf(both), {}, load);
    expect(result.gate).toMatchObject({ champion: 'compact-same', better: false });
    expect(promotion).toBeUndefined();
  });

  it('and left as it is where its winner is the champion already', async () => {
    await bench.setChampion('compact-good');
    const { result, promotion } = await judge(await bench.comparisonOf(both));
    expect(promotion).toBeUndefined();
    expect(result).toMatchObject({
      gate: null,
      promotion: { alias: null, reason: expect.stringContaining('It is the champion already.') },
    });
  });

  it('with what succeeded, telling what did not', async () => {
    const { result } = await judge(await bench.comparisonOf([{ version: 'cnn-worse' }, { state: 'failed' }]));
    expect(result).toMatchObject({
      winner: { version: 'cnn-worse' },
      candidates: [{}, { state: 'failed', error: { code: 'loss_not_finite' }, version: null, testAuc: null }],
    });
    expect(result.warnings).toContain('compact (seed 1) failed: loss_not_finite: It burst.');
    const deleted = await judge(await bench.comparisonOf([{ version: 'cnn-worse' }, { version: 'compact-gone' }]));
    expect(deleted.result.warnings).toContain('The version of compact (seed 1) was deleted before it could be chosen.');
  });
});

describe('a comparison fails', () => {
  it('when no training made a version', async () => {
    const pending = await bench.comparisonOf([{ state: 'failed' }, { state: 'cancelled' }]);
    await expect(judge(pending)).rejects.toMatchObject({
      code: 'comparison_no_candidate',
      message: expect.stringContaining(
        'cnn (seed 1) failed: loss_not_finite: It burst. compact (seed 1) was cancelled.',
      ),
    });
  });

  it('rather than be judged by a damaged champion', async () => {
    await bench.storeCandidate('compact-damaged');
    await bench.runtime.store.put(objectKeys.versionFile(workspace, 'compact-damaged', 'model.onnx'), 'damaged');
    await bench.setChampion('compact-damaged');
    await expect(judge(await bench.comparisonOf(both))).rejects.toMatchObject({ code: 'version_damaged' });
    expect(engines.open).toEqual([]);
  });

  it('not when it is told to stop: it hands back, and closes what it opened', async () => {
    await bench.setChampion('compact-same');
    const controller = new AbortController();
    const pending = await bench.comparisonOf(both);
    const judged = judge(pending, {
      stop: controller.signal,
      progress: ({ unit }) => {
        if (unit === 'images') controller.abort('shutdown');
        return Promise.resolve();
      },
    });
    await expect(judged).rejects.toBeInstanceOf(HandedBack);
    expect(engines.loads).toHaveLength(2);
    expect(engines.open).toEqual([]);
  });
});
