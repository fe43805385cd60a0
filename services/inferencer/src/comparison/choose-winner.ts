import type { Architecture, ComparedArchitecture, ComparisonCandidate } from '@pneumo/shared/contracts';

/** A candidate with a version and a validation AUC. */
interface Eligible {
  readonly candidate: ComparisonCandidate;
  readonly auc: number;
  readonly parameters: number;
}

export interface Choice {
  readonly winner: ComparisonCandidate;
  readonly reason: string;
  /** Best first. */
  readonly architectures: ComparedArchitecture[];
}

const DIGITS = 4;

const eligible = (candidate: ComparisonCandidate): Eligible[] => {
  const { version, validationAuc, parameters } = candidate;
  const auc = validationAuc?.value ?? null;
  return version === null || parameters === null || auc === null
    ? []
    : [{ candidate, auc, parameters: parameters.total }];
};

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const deviationOf = (values: readonly number[]): number | null => {
  if (values.length < 2) return null;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
};

const summarise = (architecture: Architecture, own: readonly Eligible[]): ComparedArchitecture => {
  const values = own.map(({ auc }) => auc);
  return {
    architecture,
    versions: own.length,
    validationAuc: { mean: meanOf(values), standardDeviation: deviationOf(values) },
    parameters: own[0]!.parameters,
  };
};

const describe = ({ architecture, versions, validationAuc }: ComparedArchitecture): string => {
  const { mean, standardDeviation } = validationAuc;
  const spread =
    standardDeviation === null ? '' : ` (mean of ${versions}, standard deviation ${standardDeviation.toFixed(DIGITS)})`;
  return `${architecture} ${mean.toFixed(DIGITS)}${spread}`;
};

const reasonOf = (architectures: readonly ComparedArchitecture[], winner: ComparisonCandidate): string => {
  const [best, ...others] = architectures;
  const seed = best!.versions > 1 ? ` Of its versions, that of seed ${winner.seed} has the highest.` : '';
  if (others.length === 0) return `${describe(best!)} by validation AUC; no other made a version.${seed}`;
  const list = others.map(describe).join(', ');
  const isTie = others[0]!.validationAuc.mean === best!.validationAuc.mean;
  const tie = isTie ? ` Of equal ones, the one with fewer parameters (${best!.parameters}) was taken.` : '';
  return `Chosen by validation AUC: ${describe(best!)} before ${list}.${tie}${seed}`;
};

/**
 * The architecture with the highest mean validation AUC over its seeds, and of its versions the one with the highest; of equal architectures the
 * one with fewer parameters. The sealed test has no say. Undefined when no candidate has a version and a validation AUC.
 */
export const chooseWinner = (candidates: readonly ComparisonCandidate[]): Choice | undefined => {
  const byArchitecture = Map.groupBy(candidates.flatMap(eligible), ({ candidate }) => candidate.architecture);
  // Sorting is stable: what is equal in all stays in the order of the request.
  const ranked = [...byArchitecture]
    .map(([architecture, own]) => ({ own, summary: summarise(architecture, own) }))
    .sort(
      (a, b) =>
        b.summary.validationAuc.mean - a.summary.validationAuc.mean || a.summary.parameters - b.summary.parameters,
    );
  const best = ranked[0];
  if (best === undefined) return undefined;
  const { candidate: winner } = best.own.reduce((first, other) => (other.auc > first.auc ? other : first));
  const architectures = ranked.map(({ summary }) => summary);
  return { winner, architectures, reason: reasonOf(architectures, winner) };
};
