import { drawPhantom } from '@pneumo/imaging/pure';
import { applyCalibration } from '@pneumo/models';
import type { DriftSums, PredictionResult } from '@pneumo/shared/contracts';
import { objectKeys, readCountFiles } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PRINCIPAL } from '../../../packages/shared/test/create-test-runtime.ts';
import { createChampionCounts } from '../src/drift/count-champion.ts';
import type { ChampionAnswer } from '../src/prediction/champion-answer.ts';
import { VERSIONS } from './create-prediction-bench.ts';
import { createShadowBench, type ShadowBench } from './create-shadow-bench.ts';

let bench: ShadowBench;
beforeAll(async () => {
  bench = await createShadowBench();
});
afterAll(() => bench.close());

const read = async (version: string): Promise<DriftSums[]> => {
  const found: DriftSums[] = [];
  const folder = objectKeys.driftCounts(PRINCIPAL.workspace, version);
  await readCountFiles<DriftSums>(bench.runtime.store, folder, '', ({ file }) => found.push(file.sums));
  return found;
};

it('counts what the champion alias answered, and nothing else, when its outcome is recorded', async () => {
  const counts = createChampionCounts({ ...bench.runtime, flushMs: 20 });
  const followed: ChampionAnswer[] = [];
  const follow = (answer: ChampionAnswer): void => {
    followed.push(answer);
    counts.count(answer);
  };
  const records = await bench.predictAll(
    [
      ...bench.imageIds.map((imageId) => bench.inputOf('champion', imageId)),
      bench.inputOf(VERSIONS[0]),
      bench.inputOf(VERSIONS[1]),
      bench.inputOf('champion', 'e'.repeat(64)),
    ],
    follow,
  );
  await counts.close();
  const champions = records.slice(0, bench.imageIds.length);
  expect(followed.map(({ jobId }) => jobId).sort()).toEqual(champions.map(({ id }) => id).sort());
  const [sums, ...more] = await read(VERSIONS[0]);
  expect(more).toEqual([]);
  expect(await read(VERSIONS[1])).toEqual([]);

  const { calibration, threshold } = bench.manifests[0]!;
  const scores = champions.map(({ result }) => {
    const [normal, pneumonia] = (result as PredictionResult).logits;
    return applyCalibration(calibration, pneumonia! - normal!);
  });
  expect(sums).toMatchObject({
    predictions: 12,
    positives: scores.filter((score) => score >= threshold.value).length,
    // These versions do not look for reasons to abstain.
    abstained: null,
    // 64 x 64 pixels, in sixteenths of a doubling.
    size: { [12 * 16]: 12 },
  });
  const phantoms = bench.imageIds.map((_, seed) =>
    drawPhantom({ seed, label: seed % 2 === 0 ? 'normal' : 'pneumonia', size: { width: 64, height: 64 } }),
  );
  const greys = phantoms.map(({ pixels }) => pixels.reduce((sum, grey) => sum + grey, 0) / pixels.length);
  const inHalves: Record<string, number> = {};
  for (const grey of greys) inHalves[Math.floor(grey * 2)] = (inHalves[Math.floor(grey * 2)] ?? 0) + 1;
  expect(sums!.brightness).toEqual(inHalves);
});
