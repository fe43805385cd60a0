import { decidePromotion, type GateOutcome } from '@pneumo/models';
import { type ComparisonCandidate, DISCLAIMER, type Principal } from '@pneumo/shared/contracts';
import {
  type Datasets,
  HandedBack,
  type JobContext,
  type JobDone,
  type JobStore,
  type ObjectStore,
  type Registry,
} from '@pneumo/shared/runtime';
import type { LoadVersion } from '../prediction/load-version.ts';
import { type Choice, chooseWinner } from './choose-winner.ts';
import { assertCandidates, collectCandidates, exclusionOf } from './collect-candidates.ts';
import { createGate, toldGate } from './gate.ts';

export interface ComparisonDeps {
  readonly store: ObjectStore;
  readonly jobs: JobStore;
  readonly registry: Registry;
  readonly datasets: Datasets;
  /** Opens versions on ONNX Runtime, whatever serves: it is what every other figure of a version was measured on. */
  readonly load: LoadVersion;
}

type Context = JobContext<'comparison'>;

/** How often a champion that changes in the middle of the gate is followed. */
const GATES_MAX = 3;

/** Fewer seeds than this tell no gain from chance. */
const SEEDS_FOR_A_CLAIM = 3;

const warningsOf = (candidates: readonly ComparisonCandidate[], excluded: readonly string[]): string[] => {
  const seeds = new Set(candidates.map(({ seed }) => seed)).size;
  return [
    ...excluded,
    ...(seeds < SEEDS_FOR_A_CLAIM
      ? [`Trained with ${seeds} seed(s): to claim that an architecture is better takes at least ${SEEDS_FOR_A_CLAIM}.`]
      : []),
  ];
};

/** Chooses among versions that were trained side by side, and puts the best before the gate. Its trainings must have ended. */
export const createComparisonProcessor = (deps: ComparisonDeps) => {
  const { registry, datasets } = deps;
  const passGate = createGate(deps);

  const namedBy = async (principal: Principal, alias: string): Promise<string | null> =>
    (await registry.tryAlias(principal, alias))?.alias.version ?? null;

  /** The gate against the version that is champion at its end. */
  const gateOf = async (context: Context, winner: string, seed: number): Promise<GateOutcome | null> => {
    const { principal, input, stop } = context;
    for (let gate = 1; ; gate += 1) {
      const champion = await namedBy(principal, 'champion');
      if (champion === null || champion === winner) return null;
      const outcome = await passGate({
        principal,
        dataset: await datasets.manifest(principal, input.dataset),
        candidate: winner,
        champion,
        seed,
        signal: stop,
        onProgress: (done, total) => {
          void context.progress({ done, total, unit: 'images', stage: `comparing with the champion, ${champion}` });
        },
      });
      if (gate === GATES_MAX || (await namedBy(principal, 'champion')) === champion) return outcome;
    }
  };

  const judge = async (context: Context): Promise<JobDone<'comparison'>> => {
    const { principal, input, logger } = context;
    const total = input.trainings.length;
    await context.progress({ done: total, total, unit: 'trainings', stage: 'choosing' });
    const candidates = await collectCandidates(deps, principal, input.trainings);
    const excluded = candidates.flatMap((candidate) => exclusionOf(candidate) ?? []);
    assertCandidates(excluded, total);
    const { winner, reason, architectures }: Choice = chooseWinner(candidates)!;
    const version = winner.version!;
    const gate = await gateOf(context, version, winner.seed);
    const { promotion, told } = decidePromotion({
      policy: input.promote,
      version,
      aliases: {
        champion: await namedBy(principal, 'champion'),
        challenger: await namedBy(principal, 'challenger'),
      },
      gate,
      because: reason,
    });
    logger.info({ winner: version, promoted: told.alias, reason: told.reason }, 'comparison');
    return {
      result: {
        candidates,
        architectures,
        winner: {
          version,
          architecture: winner.architecture,
          job: winner.job,
          validationAuc: winner.validationAuc!.value,
          reason,
        },
        gate: toldGate(gate),
        promotion: told,
        warnings: warningsOf(candidates, excluded),
        disclaimer: DISCLAIMER,
      },
      ...(promotion === undefined ? {} : { promotion }),
    };
  };

  return async (context: Context): Promise<JobDone<'comparison'>> => {
    try {
      return await judge(context);
    } catch (error) {
      if (context.stop.aborted && context.stop.reason === 'shutdown') throw new HandedBack();
      throw error;
    }
  };
};
