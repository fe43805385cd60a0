import { createLeftOutCount, createOverlapCheck, type TrainedOn } from '@pneumo/models';
import type { LeftOut, OverlapReason } from '@pneumo/shared/contracts';
import type { ScoredFile } from './score-files.ts';

export type Verdict = 'judged' | 'duplicate' | 'contradictory' | OverlapReason;

export interface ChosenFiles {
  readonly judged: ScoredFile[];
  /** Of each scored file, in their order. */
  readonly verdicts: Verdict[];
  /** Copies of a picture that is judged once. */
  readonly duplicates: number;
  /** Files of pictures that lie in both classes. */
  readonly contradictory: number;
  /** What the version was trained on, whether it was left out or kept. */
  readonly trainedOn: LeftOut & { readonly patients: number };
}

/**
 * Which pictures may judge the version: each once, none that is labelled both ways, and, unless `includeTrained`, none that the
 * version was trained on, nor its patient, nor nearly the same picture.
 */
export const chooseFiles = (
  scored: readonly ScoredFile[],
  trainedOn: TrainedOn,
  includeTrained: boolean,
): ChosenFiles => {
  const check = createOverlapCheck(trainedOn);
  const counts = createLeftOutCount();
  const overlapping = new Set<string>();
  const labels = Map.groupBy(scored, ({ subject }) => subject.imageId);
  const seen = new Set<string>();
  const judged: ScoredFile[] = [];
  const verdicts = scored.map((item): Verdict => {
    const { imageId } = item.subject;
    const copies = labels.get(imageId)!;
    if (copies.some(({ file }) => file.label !== copies[0]!.file.label)) return 'contradictory';
    if (seen.has(imageId)) return 'duplicate';
    seen.add(imageId);
    const reason = check(item.subject);
    counts.add(reason);
    if (reason !== undefined) {
      overlapping.add(item.file.patient);
      if (!includeTrained) return reason;
    }
    judged.push(item);
    return 'judged';
  });
  const count = (verdict: Verdict): number => verdicts.filter((other) => other === verdict).length;
  return {
    judged,
    verdicts,
    duplicates: count('duplicate'),
    contradictory: count('contradictory'),
    trainedOn: { ...counts.leftOut(), patients: overlapping.size },
  };
};
