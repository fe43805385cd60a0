import { compareCalls } from '@pneumo/models/readers';
import type { ClassLabel, ReferenceFigures, ReviewSummary } from '@pneumo/shared/contracts';
import { agreesWithAi, standingOf } from '@pneumo/shared/runtime';
import { originSentence, originsOf } from './describe-origins.ts';
import type { ReadCase } from './read-case.ts';

interface Labelled {
  readonly read: ReadCase;
  readonly label: ClassLabel;
}

const agreedLabel = ({ of, readings }: ReadCase): ClassLabel | undefined => {
  const { label } = standingOf(readings, of.outcome);
  return label === 'pneumonia' || label === 'normal' ? label : undefined;
};

/** Of an image that was drawn at random: what readers agree on, or what the first reader says in agreement with the AI. */
const randomLabel = (read: ReadCase): ClassLabel | undefined => {
  const { of, readings } = read;
  const [first] = readings;
  if (first?.reading.origin?.rule !== 'random' || first.reading.blinding !== 'assigned') return undefined;
  const { label } = first.reading;
  if (readings.length > 1) return agreedLabel(read);
  return agreesWithAi(label, of.outcome) === true && (label === 'pneumonia' || label === 'normal') ? label : undefined;
};

const figuresOf = (
  read: readonly ReadCase[],
  labelOf: (read: ReadCase) => ClassLabel | undefined,
  name: string,
  sample: string,
): ReferenceFigures => {
  const labelled = read.flatMap((each): Labelled[] => {
    const label = labelOf(each);
    return label === undefined ? [] : [{ read: each, label }];
  });
  const answered = labelled.filter((each) => each.read.of.outcome !== 'abstained');
  const { images, patients, sensitivity, specificity, ...counts } = compareCalls({
    reference: answered.map(({ label }) => label === 'pneumonia'),
    called: answered.map((each) => each.read.of.outcome === 'pneumonia'),
    patients: answered.map((each) => each.read.patient),
    seed: `reviews:${name}`,
  });
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = counts;
  const firsts = answered.flatMap((each) => each.read.readings.slice(0, 1));
  return {
    images,
    patients,
    pneumonia: truePositives + falseNegatives,
    normal: trueNegatives + falsePositives,
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
    abstained: labelled.length - answered.length,
    sensitivity,
    specificity,
    sample: `${sample} First readings: ${originSentence(originsOf(firsts))}`,
  };
};

/** Each version against its readers' labels, twice: on all that two readers agree on, and on what was drawn at random. */
export const judgeVersions = (read: readonly ReadCase[]): ReviewSummary['versions'] =>
  [...Map.groupBy(read, ({ of }) => of.version)].sort().map(([version, own]) => {
    const open = own.filter((each) => {
      const { state } = standingOf(each.readings, each.of.outcome);
      return (
        each.readings[0]?.reading.origin?.rule === 'random' && (state === 'awaiting_second' || state === 'disputed')
      );
    }).length;
    return {
      version,
      onAgreed: figuresOf(own, agreedLabel, `${version}:agreed`, 'Images on which two or more readers agree.'),
      onRandom: figuresOf(
        own,
        randomLabel,
        `${version}:random`,
        'Images drawn at random and first read blinded, by what readers agree on, or by the first reader alone where that is what the AI says: ' +
          `figures lean towards the AI, also because ${open} images that differ or are unsure still wait for a further reader.`,
      ),
    };
  });
