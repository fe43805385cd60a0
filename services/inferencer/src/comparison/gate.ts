import { type decideGate, describeGate, type GateDecision, type GateOutcome } from '@pneumo/models';
import type { ComparisonGate, DatasetManifest, Principal } from '@pneumo/shared/contracts';
import type { ObjectStore } from '@pneumo/shared/runtime';
import type { LoadedVersion, LoadVersion } from '../prediction/load-version.ts';
import { runInThread } from '../run-in-thread.ts';
import { type GateScores, scoreGate } from './score-gate.ts';

export interface GateRequest {
  readonly principal: Principal;
  readonly dataset: DatasetManifest;
  readonly candidate: string;
  readonly champion: string;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

const decide = (
  { rows, ...probabilities }: GateScores,
  options: Pick<GateRequest, 'seed' | 'signal'> & Record<'candidate' | 'champion', LoadedVersion>,
): Promise<GateDecision> => {
  const sideOf = (side: 'candidate' | 'champion') => ({
    probabilities: probabilities[side],
    threshold: options[side].manifest.threshold.value,
  });
  const asked: Parameters<typeof decideGate>[0] = {
    candidate: sideOf('candidate'),
    champion: sideOf('champion'),
    labels: rows.map(({ label }) => (label === 'pneumonia' ? 1 : 0)),
    patients: rows.map(({ patient }) => patient),
    seed: options.seed,
  };
  return runInThread(new URL('./gate-worker.ts', import.meta.url), asked, options.signal);
};

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
        const decision = scores.rows.length === 0 ? null : await decide(scores, { candidate, champion, seed, signal });
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
