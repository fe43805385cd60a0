import {
  type CommissionedPoint,
  DISCLAIMER,
  type EpochMetrics,
  OUTCOME_WORDS,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import { pointInForce } from '../outcome/point-in-force.ts';
import { abstentionSection } from './abstention-section.ts';
import {
  calibrationTable,
  confusionTable,
  dataTable,
  figuresTable,
  frequenciesList,
  historyTable,
  leftOutList,
  predictiveTable,
  recipeTable,
  subtypeTable,
} from './card-sections.ts';
import { knownWeaknesses } from './known-weaknesses.ts';
import { code, estimate, figure, list, percent, table, text } from './markdown.ts';
import type { VersionMetrics } from './version-metrics.ts';

export interface ModelCardInput {
  readonly manifest: VersionManifest;
  readonly metrics: VersionMetrics;
  /** `history.json`. */
  readonly history: { readonly epochs: readonly EpochMetrics[]; readonly bestEpoch: number };
  /** Aliases that name the version now. */
  readonly aliases: readonly string[];
  /** What a site has signed off for it here. */
  readonly commissioned?: CommissionedPoint | undefined;
  /** The prior that the workspace has set. */
  readonly prevalence?: number | null | undefined;
  /** Addresses of the plots, where they can be had. */
  readonly plots?: { readonly roc: string; readonly reliability: string };
  /** Said of this version in particular, as Markdown, before everything else. */
  readonly preface?: string;
}

/** A version's model card, in Markdown: a pure function of what the version recorded and of what names it now. */
export function renderModelCard(input: ModelCardInput): string {
  const { manifest, preface } = input;
  const parts = [
    `# Model card: ${code(manifest.version)}`,
    `**${DISCLAIMER}**`,
    ...(preface === undefined ? [] : [preface]),
    ...(manifest.note === undefined ? [] : [text(manifest.note)]),
    ...what(input),
    ...use(),
    ...weaknesses(input),
    ...data(input),
    ...figures(input),
    ...operatingPoint(input),
    ...calibration(input),
    ...abstentionSection(input.metrics),
    ...making(input),
  ];
  return `${parts.join('\n\n')}\n`;
}

function what({ manifest, aliases }: ModelCardInput): string[] {
  const { architecture, parameters, preprocessing, pretrained } = manifest;
  return [
    '## What it is',
    `A network of the architecture ${code(architecture)} with ${parameters.total} parameters, ${parameters.trainable} of them trained here${pretrained === undefined ? '' : ` on top of the published weights ${code(pretrained.name)}`}. It takes a frontal chest film as ${preprocessing.imageSize} x ${preprocessing.imageSize} grey pixels (${code(preprocessing.name)}) and answers one question: does it look like the films that were labelled pneumonia in its training data?`,
    aliases.length === 0
      ? 'No alias names it now.'
      : `Named by ${aliases.map(code).join(', ')} at the moment of this card.`,
  ];
}

function use(): string[] {
  return [
    '## Intended use, and what it is not for',
    list([
      'For research on, and teaching of, such classifiers, on films like those it was trained on.',
      'Not for diagnosis, triage, screening, or any decision about a person.',
      'Not for other ages, views, machines or findings than its training data hold; it knows of no other disease.',
      `Its answer "normal" means: ${OUTCOME_WORDS.normal}.`,
    ]),
  ];
}

function weaknesses({ manifest, metrics }: ModelCardInput): string[] {
  return ['## Known weaknesses', 'Computed from its own figures.', list(knownWeaknesses(manifest, metrics))];
}

function data({ manifest, metrics }: ModelCardInput): string[] {
  const { dataset } = manifest;
  const { look } = metrics;
  const probes = metrics.dataset?.probes ?? [];
  return [
    '## Data',
    `${text(dataset.name)} (${code(dataset.id)}), content hash ${code(dataset.contentSha256)}. Split by patient; ${metrics.dataset?.hasPublishedTest === true ? 'the published test set is the sealed one' : 'the sealed test was cut from the same source'}.`,
    dataTable(manifest, metrics),
    '`train` fits the weights; `validation` chooses the epoch; `calibration` fits probability and threshold; `gate` compares with the champion; `test` is sealed: it reports, and chooses nothing.',
    look === undefined
      ? 'Looks at the sealed test were not counted yet when this version was made.'
      : `This is look ${look.number} at this sealed test: ${look.before} other versions were judged on it before.`,
    'Left out because the version, or the champion, was trained on the image, on its patient, or on nearly the same picture:',
    leftOutList(metrics),
    ...(probes.length === 0
      ? []
      : [
          'How well something that is no finding tells the classes apart in these data:',
          table(
            ['probe', 'sees', 'AUC', 'over the limit'],
            probes.map(({ name, sees, auc, suspicious }) => [
              text(name),
              sees,
              figure(auc),
              suspicious ? '**yes**' : 'no',
            ]),
          ),
        ]),
  ];
}

function figures({ metrics, plots }: ModelCardInput): string[] {
  const { validation, test } = metrics;
  return [
    '## Figures',
    `With 95 % intervals by ${test.intervals.method} (${test.intervals.resamples} resamples, seed ${test.intervals.seed}). Validation: ${validation.images} images of ${validation.patients} patients, optimistic, since it chose the epoch. Sealed test: ${test.images} images of ${test.patients} patients.`,
    figuresTable(metrics),
    confusionTable(test),
    ...(plots === undefined ? [] : [`![ROC curve on the sealed test](${plots.roc})`]),
    '### By subtype, on the sealed test',
    subtypeTable(test),
  ];
}

function operatingPoint(input: ModelCardInput): string[] {
  const { manifest, metrics, commissioned, prevalence } = input;
  const { value, rule, chosenOn, sensitivity, specificity, note } = manifest.threshold;
  return [
    '## Operating point',
    `Threshold ${figure(value, 4)} by the rule ${code(rule)}, chosen on ${code(chosenOn)}, where it gave sensitivity ${figure(sensitivity)} and specificity ${figure(specificity)}.${note === undefined ? '' : ` ${text(note)}`}`,
    'What its answers are worth where pneumonia is as rare or as common as this, by its sensitivity and specificity on the sealed test:',
    predictiveTable(metrics.test),
    frequenciesList(metrics.test),
    ...(commissioned === undefined ? [] : [site(commissioned)]),
    ...(prevalence === null || prevalence === undefined ? [] : [workspacePrior(input, prevalence)]),
  ];
}

function workspacePrior({ manifest, commissioned }: ModelCardInput, prevalence: number): string {
  const { threshold, prior } = pointInForce(manifest, { commissioned, prevalence });
  if (prior.origin !== 'workspace')
    return `The prior of this workspace, ${percent(prevalence)}, gives way to that of the commissioning.`;
  return `**In force in this workspace**: a prior of ${percent(prevalence)}, at which the threshold is ${figure(threshold, 4)}: the same films lie above it.`;
}

function site({ name, dataset, threshold, prevalence, signOff, commissioning }: CommissionedPoint): string {
  const prior = prevalence === null ? 'without a prior of its own' : `with a prior of ${percent(prevalence)}`;
  return `**In force in this workspace**: threshold ${figure(threshold.value, 4)} ${prior}, by commissioning "${text(name)}" (${code(commissioning)}) on ${code(dataset)}, signed off by ${text(signOff.name)} on ${signOff.signedAt}. There it had sensitivity ${estimate(threshold.sensitivity)} and specificity ${estimate(threshold.specificity)}, on the images that chose it.`;
}

function calibration({ manifest, metrics, plots }: ModelCardInput): string[] {
  const { method, scale, bias, calibratedAtPrevalence } = manifest.calibration;
  return [
    '## Calibration',
    `${code(method)}: probability = sigmoid(scale × (pneumonia − normal) + bias), of the two logits, with scale ${code(scale)} and bias ${code(bias)}, at a prevalence of ${percent(calibratedAtPrevalence)} (${code(calibratedAtPrevalence)}).`,
    calibrationTable(metrics),
    metrics.test.uncalibrated === undefined
      ? 'What the probabilities were worth before they were calibrated was not recorded when this version was made.'
      : "*Before* is the network's own softmax, *after* what is served. Two numbers fitted on `calibration` change no ranking: the AUC is the same.",
    'Where a workspace or a commissioning sets a prior, the log-odds move by logit(prior) − logit(that prevalence), those of the probability and of the threshold alike: sensitivity and specificity stay, what an answer is worth changes.',
    ...(plots === undefined ? [] : [`![Reliability on the sealed test](${plots.reliability})`]),
  ];
}

function making({ manifest, metrics, history }: ModelCardInput): string[] {
  const { gate } = metrics;
  const { pretrained } = manifest;
  const rows: [string, string][] = [
    ['made', manifest.createdAt],
    ['training job', manifest.trainingJob === null ? '-' : code(manifest.trainingJob)],
    ...(manifest.weightsFrom === undefined
      ? []
      : [['weights', `those of ${code(manifest.weightsFrom)}, judged again without training`] as [string, string]]),
    ['recipe', code(manifest.recipe)],
    ['seed (weights, order, augmentation, intervals)', code(manifest.seed)],
    ['backend', code(manifest.backend)],
    ...computed(manifest),
    ['code version', code(manifest.codeVersion)],
    ['parameters', `${manifest.parameters.total}, of which ${manifest.parameters.trainable} trained`],
    ['pretrained weights', pretrained === undefined ? '-' : `${code(pretrained.name)}, ${code(pretrained.sha256)}`],
    [
      'parity',
      `ONNX and TensorFlow.js (${manifest.parity.backend}) differ by at most ${manifest.parity.maxProbabilityDifference.toExponential(1)} in probability on ${manifest.parity.images} images`,
    ],
    ...Object.entries(manifest.files).map(([name, { sha256 }]): [string, string] => [code(name), code(sha256)]),
  ];
  return [
    '## How it was made',
    table(['what', 'value'], rows),
    ...(gate === null ? [] : [`Gate: ${text(gate.reason)}`]),
    '### Every setting',
    recipeTable(manifest),
    '### History',
    historyTable(history.epochs, history.bestEpoch),
  ];
}

function computed({ compute }: VersionManifest): [string, string][] {
  if (compute === undefined) return [];
  return [
    ['provider', code(compute.provider)],
    ['images computed at once', `${compute.microBatch}`],
    ['peak memory of the training', `${Math.round(compute.peakMemoryBytes / 2 ** 20)} MiB`],
  ];
}
