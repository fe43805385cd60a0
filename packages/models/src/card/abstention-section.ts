import { ABSTAIN_WORDS } from '@pneumo/shared/contracts';
import type { AbstentionReport } from '../abstention/abstention-report.ts';
import type { RiskPoint } from '../abstention/risk-coverage.ts';
import { code, estimate, figure, list, percent, table } from './markdown.ts';
import type { VersionMetrics } from './version-metrics.ts';

/** What a version refuses, how often, and what that does to its figures. */
export function abstentionSection({ abstention }: VersionMetrics): string[] {
  if (abstention === undefined) {
    return [
      '## When it refuses to answer',
      'It answers everything, also what it has never seen: it was made before versions learnt abstention, or on too few pictures to learn it from.',
    ];
  }
  const { method, fittedOn, calibration, images, abstained, coverage, byClass, byReason } = abstention;
  const met = byReason.filter(({ holds }) => holds > 0);
  return [
    '## When it refuses to answer',
    `${code(method)}: what films look like was learnt from ${fittedOn.train} pictures of \`train\`, and their penultimate features from ${fittedOn.featureRows}; the limits were set on ${fittedOn.calibration} pictures of \`calibration\`, of which ${calibration.abstained} fall out. Nothing was learnt from pictures that are no chest films.`,
    `On the sealed test it abstains on ${abstained} of ${images} images by the default policy: coverage ${estimate(coverage)}.`,
    table(
      ['class', 'images', 'abstained', 'share'],
      byClass.map((row) => [row.label, `${row.images}`, `${row.abstained}`, estimate(row.share)]),
    ),
    met.length === 0
      ? 'No reason held on any of them.'
      : table(
          ['reason', 'told', 'held at all', 'in words'],
          met.map(({ reason, first, holds }) => [code(reason), `${first}`, `${holds}`, ABSTAIN_WORDS[reason]]),
        ),
    'Its figures with and without: refusing the hard ones shall not make it look better, so the right column counts every refusal as a wrong answer.',
    figures(abstention),
    ages(abstention),
    '### Risk and coverage, on the sealed test',
    'The share of wrong answers where only the stated share of the images is answered: refusing first what looks least like the training films, or what lies closest to the threshold.',
    curves(abstention),
    '### Limits',
    limits(abstention),
  ];
}

function figures({ figures: { all, answered, abstainedAsWrong } }: AbstentionReport): string {
  return table(
    ['figure', 'all answered', 'of those it answers', 'refusals counted as wrong'],
    (['auc', 'sensitivity', 'specificity', 'accuracy'] as const).map((name) => [
      name === 'auc' ? 'AUC' : name,
      estimate(all[name]),
      estimate(answered[name]),
      name === 'auc' ? '-' : estimate(abstainedAsWrong[name]),
    ]),
  );
}

function ages({ ageBands }: AbstentionReport): string {
  return ageBands === null
    ? 'The ages of its training data are not known: it refuses nobody for the age.'
    : `Ages of its training data: ${ageBands.map(code).join(', ')} years. It refuses others where the age is known, and warns where it is not.`;
}

function curves({ riskCoverage: { byUnusualness, byCloseness } }: AbstentionReport): string {
  const row = (point: RiskPoint, index: number): string[] => [
    percent(point.coverage),
    `${point.images}`,
    estimate(point.risk),
    estimate(byCloseness[index]?.risk),
  ];
  return table(
    ['answered', 'images', 'wrong, by unusualness', 'wrong, by closeness to the threshold'],
    byUnusualness.map(row),
  );
}

function limits({ limits: given }: AbstentionReport): string {
  const { likeness, structure } = given;
  return list([
    `\`low_quality\`: contrast under ${figure(given.contrast, 0)} grey values, sharpness under ${figure(given.sharpness)}, more than ${percent(given.clippedShare)} black or white, shorter side under ${given.shorterSide} pixels`,
    `\`not_a_chest_xray\`: squared distance of the thumbnail over ${figure(likeness.far, 0)} or of the edges over ${figure(structure.far, 0)}, in the pose that fits best`,
    `\`inverted\`, \`rotated\`: nearer to the films that way, by a log ratio over ${figure(given.inverted)} and ${figure(given.turned)}`,
    `\`out_of_distribution\`: thumbnail over ${figure(likeness.unusual, 0)}, edges over ${figure(structure.unusual, 0)}, or penultimate features over ${figure(given.features, 0)}`,
    `\`near_threshold\` (off unless asked for): log-odds within ${figure(given.nearThreshold)} of the threshold`,
  ]);
}
