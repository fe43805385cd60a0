import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommissionedPoint, EpochMetrics, VersionManifest } from '@pneumo/shared/contracts';
import { describe, expect, it } from 'vitest';
import {
  type ModelCardInput,
  reliabilitySvg,
  renderModelCard,
  rocSvg,
  type VersionMetrics,
} from '../src/card/index.ts';
import { evaluate, naiveBaselines, resolveHyperparameters } from '../src/index.ts';

const STARTER = join(import.meta.dirname, '../starter');
const read = (name: string): unknown => JSON.parse(readFileSync(join(STARTER, name), 'utf8'));

/** 100 patients; every fifth normal is called pneumonia. */
const evaluation = (images: number) => {
  const labels = Array.from({ length: images }, (_, i) => i % 2);
  const probabilities = labels.map((label, i) =>
    label === 1 || i % 10 === 0 ? 0.8 + (i % 7) / 100 : 0.1 + (i % 7) / 100,
  );
  const patients = labels.map((_, i) => `p${i}`);
  const subtypes = labels.map((label, i) => (label === 0 ? undefined : i % 4 === 1 ? 'virus' : 'bacteria'));
  const uncalibrated = probabilities.map((probability) => probability ** 2);
  return evaluate({ probabilities, uncalibrated, labels, patients, subtypes, threshold: 0.5, seed: 1, resamples: 100 });
};
const ESTIMATE = { value: 0.9, low: 0.8, high: 0.95 };
const features = { features: Float32Array.from({ length: 8 }, (_, i) => i % 2), labels: [0, 1, 0, 1, 0, 1, 0, 1] };

const manifest: VersionManifest = {
  schemaVersion: 1,
  version: 'compact-1',
  architecture: 'compact',
  createdAt: '2026-01-02T03:04:05.000Z',
  trainingJob: null,
  dataset: {
    id: 'ds-1',
    name: 'Ward | <img src=x> [a](javascript:1)',
    contentSha256: 'c'.repeat(64),
    images: { train: 10 },
    trainedOn: { images: [], patients: [] },
  },
  recipe: 'recommended',
  hyperparameters: resolveHyperparameters('recommended', 'compact', { epochs: 40 }),
  seed: 7,
  backend: 'onnx',
  parameters: { total: 1_000, trainable: 900 },
  network: {},
  preprocessing: { name: 'squash', imageSize: 224 },
  calibration: { method: 'platt', scale: 1.5, bias: 0.25, calibratedAtPrevalence: 0.74 },
  threshold: { value: 0.5, rule: 'made >= up', chosenOn: 'calibration', sensitivity: 0.96, specificity: 0.9 },
  operatingPoint: { sensitivity: ESTIMATE, specificity: ESTIMATE, measuredOn: 'test' },
  validationAuc: 0.9,
  testAuc: ESTIMATE,
  parity: { backend: 'wasm', images: 8, maxProbabilityDifference: 1.2e-7 },
  files: { 'model.onnx': { sizeBytes: 1, sha256: 'd'.repeat(64) } },
  codeVersion: '0.1.0',
  warnings: ['Epoch 3 was not finite.'],
  disclaimer: 'For research and education only.',
};
const metrics: VersionMetrics = {
  schemaVersion: 1,
  validation: evaluation(200),
  test: evaluation(100),
  baselines: naiveBaselines({
    train: features,
    test: { ...features, patients: features.labels.map((_, i) => `p${i}`) },
    seed: 1,
    resamples: 50,
  }),
  calibration: manifest.calibration,
  threshold: manifest.threshold,
  gate: null,
  dataset: {
    splits: { test: { images: 100, patients: 100, normal: 50, pneumonia: 50 } },
    hasPublishedTest: true,
    probes: [
      { name: 'file-size', sees: 'file', auc: 0.996, suspicious: true },
      { name: 'brightness', sees: 'input', auc: 0.7, suspicious: false },
    ],
    warnings: [],
  },
  leftOut: {
    test: { of: 103, sameImage: 0, samePatient: 0, nearDuplicate: 3 },
    gate: { of: 90, sameImage: 0, samePatient: 0, nearDuplicate: 0 },
    champion: { version: 'compact-0', leftOut: { of: 90, sameImage: 4, samePatient: 1, nearDuplicate: 0 } },
  },
  look: { number: 7, before: 6 },
  disclaimer: manifest.disclaimer,
};
const epoch = (number: number): EpochMetrics => ({
  epoch: number,
  learningRate: 0.001,
  loss: 0.5,
  accuracy: 0.8,
  validationLoss: 0.4,
  validationAccuracy: 0.9,
  validationAuc: 0.95,
  seconds: 10,
  imagesPerSecond: 100,
});
const input: ModelCardInput = {
  manifest,
  metrics,
  history: { epochs: Array.from({ length: 40 }, (_, i) => epoch(i + 1)), bestEpoch: 35 },
  aliases: ['champion'],
};
const section = (card: string, title: string): string => card.split(`## ${title}\n`)[1]!.split('\n## ')[0]!;

describe('renderModelCard', () => {
  const card = renderModelCard(input);

  it('says first what it is not, and has every section', () => {
    expect(card.split('\n\n')[1]).toContain('not a diagnosis');
    expect([...card.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual([
      'What it is',
      'Intended use, and what it is not for',
      'Known weaknesses',
      'Data',
      'Figures',
      'Operating point',
      'Calibration',
      'When it refuses to answer',
      'How it was made',
    ]);
    expect(section(card, 'What it is')).toContain('Named by `champion`');
    expect(card).not.toMatch(/undefined|NaN|\[object/);
  });

  it('gives figures beside naive baselines, by subtype, and what answers are worth where pneumonia is rare', () => {
    const figures = section(card, 'Figures');
    expect(figures).toMatch(/\| sensitivity \| 1\.000 \[.+\] \| 1\.000 \[.+\] \| 1\.000 \|/);
    expect(figures).toMatch(/\| specificity \| 0\.800 \[.+\] \| 0\.800 \[.+\] \| 0\.000 \|/);
    expect(figures).toMatch(/\| virus \| 25 \| 25 \| 1\.000/);
    const point = section(card, 'Operating point');
    for (const prevalence of ['5 %', '10 %', '30 %', '60 %']) expect(point).toContain(`| ${prevalence} | `);
    expect(point).toContain('`made >= up`');
    expect(section(card, 'Calibration')).toContain('at a prevalence of 74 %');
  });

  it('tells what the probabilities were worth before and after calibration, or that nobody recorded it', () => {
    const { brier, slope, error } = metrics.test.uncalibrated!;
    const shown = [brier.value, slope, error.value, error.samplingFloor].map((value) => value!.toFixed(3));
    const row = section(card, 'Calibration')
      .split('\n')
      .find((line) => line.startsWith('| sealed test, before'))!;
    for (const value of shown) expect(row).toContain(value);
    expect(section(card, 'Calibration')).toMatch(/\| sealed test, after \| 0\.\d{3} \[/);
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- named to be left out
    const { uncalibrated, ...test } = metrics.test;
    const older = section(
      renderModelCard({ ...input, metrics: { ...metrics, validation: test, test } }),
      'Calibration',
    );
    expect(older).toContain('was not recorded when this version was made');
    expect(older).toMatch(/\| sealed test, calibrated \| 0\.\d{3} \[/);
    expect(section(card, 'Known weaknesses')).not.toContain('worse after calibration');
    const worse = { ...metrics.test, uncalibrated: { ...metrics.test.uncalibrated!, brier: ESTIMATE } };
    const better = { ...worse, uncalibrated: { ...worse.uncalibrated, brier: { value: 0.001, low: 0, high: 0.01 } } };
    for (const [test, told] of [
      [worse, false],
      [better, true],
    ] as const) {
      const weaknesses = section(renderModelCard({ ...input, metrics: { ...metrics, test } }), 'Known weaknesses');
      expect(weaknesses.includes('worse after calibration')).toBe(told);
    }
  });

  it('tells what answers are worth as people count, and the prior of the workspace with its threshold', () => {
    // Sensitivity 1, specificity 0.8.
    expect(section(card, 'Operating point')).toContain(
      'Of 100 such films 10 show pneumonia: 10 of them are called pneumonia, 0 missed. Of the other 90, 18 are called pneumonia as well. So 10 of 28 positive answers are right, and 72 of 72 negative ones.',
    );
    expect(card).not.toContain('In force in this workspace');
    const here = section(renderModelCard({ ...input, prevalence: 0.1 }), 'Operating point');
    const odds = (0.1 / 0.9) * (0.26 / 0.74);
    expect(here).toContain(`a prior of 10 %, at which the threshold is ${(odds / (1 + odds)).toFixed(4)}`);
  });

  it('computes its weaknesses from its figures', () => {
    const weaknesses = section(card, 'Known weaknesses');
    expect(weaknesses).toContain('Specificity on the sealed test is 0.800');
    expect(weaknesses).toContain(
      'Where 5 % of those imaged have pneumonia, only 20.8 % of its positive answers are right.',
    );
    expect(weaknesses).not.toContain('Where 60 %');
    expect(weaknesses).not.toContain('Sensitivity on');
    expect(weaknesses).toContain('by file-size (AUC 0.996, in the files');
    expect(weaknesses).not.toContain('brightness');
    expect(weaknesses).toContain('6 versions were judged on this sealed test before');
    expect(weaknesses).toContain('3 images of the sealed test nearly equal images that it was trained on');
    expect(weaknesses).toContain('74 % of those imaged');
    expect(weaknesses).toContain('Epoch 3 was not finite.');
  });

  it('tells the look, what fell out, every setting, and a long history in short', () => {
    const data = section(card, 'Data');
    expect(data).toContain('This is look 7 at this sealed test');
    expect(data).toContain('Sealed test: 3 of 103 images were left out: trained on nearly the same picture 3.');
    expect(data).toContain('Gate: none of 90 images was left out.');
    expect(data).toContain('champion `compact-0`: 5 of 90 images');
    const made = section(card, 'How it was made');
    for (const setting of ['epochs', 'labelSmoothing', 'augmentation.cropAreaMin', 'earlyStopping.patience']) {
      expect(made).toContain(`| \`${setting}\` |`);
    }
    const rows = made.split('### History')[1]!.match(/^\| .*\d/gm)!;
    expect(rows.length).toBeLessThan(19);
    expect(made).toContain('| **35** (kept) |');
    expect(made).toContain('| 40 |');
  });

  it('lets no name that somebody gave break a table, open a tag or make a link', () => {
    expect(card).toContain('Ward \\| &lt;img src=x&gt; \\[a\\](javascript:1)');
    expect(card).not.toContain('<img');
  });

  it('names the commissioning that is in force, and plots where there are some', () => {
    const commissioned: CommissionedPoint = {
      commissioning: '01937d1e-5a00-7000-8000-00000000abcd',
      name: 'Ward 7',
      dataset: 'ds-site',
      prevalence: 0.08,
      threshold: { value: 0.21, low: 0.1, high: 0.3, rule: 'r', sensitivity: ESTIMATE, specificity: ESTIMATE },
      signOff: { name: 'Dr. Example', signedAt: '2026-02-03T00:00:00.000Z', keyId: 'k' },
    };
    const shown = renderModelCard({
      ...input,
      commissioned,
      plots: { roc: 'roc.svg', reliability: 'reliability.svg' },
    });
    expect(section(shown, 'Operating point')).toContain('threshold 0.2100 with a prior of 8 %');
    expect(section(shown, 'Operating point')).toContain('signed off by Dr. Example');
    expect(shown).toContain('](roc.svg)');
    expect(card).not.toContain('.svg');
  });

  it('renders the version that this checkout carries, whatever of it was not recorded yet', () => {
    const starter = renderModelCard({
      manifest: read('manifest.json') as VersionManifest,
      metrics: read('metrics.json') as VersionMetrics,
      history: read('history.json') as ModelCardInput['history'],
      aliases: [],
    });
    expect(starter).toContain('No alias names it now.');
    expect(starter).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe('plots', () => {
  it('draw the curve and the bins of an evaluation', () => {
    const { roc, calibration } = metrics.test;
    const points = rocSvg(roc)
      .match(/points="([^"]+)"/)![1]!
      .split(' ');
    expect(points).toHaveLength(roc!.length);
    expect(points.at(0)).toBe('44.0,276.0');
    expect(points.at(-1)).toBe('304.0,16.0');
    const filled = calibration.bins.filter(({ images }) => images > 0).length;
    expect(reliabilitySvg(calibration.bins).match(/<circle/g)).toHaveLength(filled);
  });

  it('say so where there is nothing to draw', () => {
    expect(rocSvg(null)).toContain('Not defined');
    expect(reliabilitySvg([])).not.toContain('<circle');
  });
});
