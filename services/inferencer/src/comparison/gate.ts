import { decideGate, describeGate, type GateOutcome } from '@pneumo/models';
import type { ComparisonGate, DatasetManifest, Principal } from '@pneumo/shared/contracts';
import type { ObjectStore } from '@pneumo/shared/runtime';
import type { LoadVersion } from '../prediction/load-version.ts';
import { scoreGate } from './score-gate.ts';

export interface GateRequest {
  readonly principal: Principal;
  readonly dataset: DatasetManifest;
  readonly candidate: string;
  readonly champion: string;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Puts a candidate before the gate: it and the champion on the gate split of the data set that it was trained on. */
export const createGate =
  ({ store, load }: { store: ObjectStore; load: LoadVersion }) =>
  async ({ principal, dataset, seed, signal, onProgress, ...names }: GateRequest): Promise<GateOutcome> => {
    const rows = dataset.rows.filter(({ split }) => split === 'gate');
    const candidate = await load(principal, names.candidate);
    try {
      const champion = await load(principal, names.champion);
      try {
        const scores = await scoreGate({
          store,
          principal,
          rows,
          candidate,
          champion,
          signal,
          onProgress: (done) => onProgress(done, rows.length),
        });
        const { leftOut, hasFingerprints } = scores;
        const decision =
          scores.rows.length === 0
            ? null
            : decideGate({
                candidate: { probabilities: scores.candidate, threshold: candidate.manifest.threshold.value },
                champion: { probabilities: scores.champion, threshold: champion.manifest.threshold.value },
                labels: scores.rows.map(({ label }) => (label === 'pneumonia' ? 1 : 0)),
                patients: scores.rows.map(({ patient }) => patient),
                seed,
              });
        return { champion: names.champion, decision, leftOut, hasFingerprints };
      } finally {
        await champion.engine.close();
      }
    } finally {
      await candidate.engine.close();
    }
  };

/** The gate as the result of a comparison tells of it; null when there was no champion, or nothing to compare on. */
export const toldGate = (gate: GateOutcome | null): ComparisonGate | null =>
  gate === null || gate.decision === null
    ? null
    : { champion: gate.champion, ...gate.decision, reason: describeGate(gate), leftOut: gate.leftOut };
