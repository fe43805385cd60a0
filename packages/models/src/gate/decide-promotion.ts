import type { LeftOut, PromotePolicy, Promotion } from '@pneumo/shared/contracts';
import type { GateDecision } from './decide-gate.ts';
import { describeLeftOut, totalLeftOut } from './overlap.ts';

const CHAMPION = 'champion';
const CHALLENGER = 'challenger';

/** A candidate before the gate, and what kept images from judging it. */
export interface GateOutcome {
  /** The version that it was compared with. */
  readonly champion: string;
  /** Null when no image was left to compare on. */
  readonly decision: GateDecision | null;
  readonly leftOut: { readonly candidate: LeftOut; readonly champion: LeftOut };
  /** False of a champion that recorded none: near-duplicates of its images were not looked for. */
  readonly hasFingerprints: boolean;
}

/** The move of an alias, or none, and in either case the reason. */
export interface PromotionDecision {
  readonly promotion?: Promotion;
  readonly told: { readonly alias: string | null; readonly reason: string };
}

/** The gate's reason, with what kept images from it. */
export function describeGate({ decision, leftOut, hasFingerprints }: GateOutcome): string {
  return [
    decision?.reason ?? 'No gate image is left to compare on.',
    totalLeftOut(leftOut.candidate) === 0 ? '' : ` For the candidate, ${describeLeftOut(leftOut.candidate)}.`,
    totalLeftOut(leftOut.champion) === 0 ? '' : ` For the champion, ${describeLeftOut(leftOut.champion)}.`,
    hasFingerprints ? '' : ' The champion recorded no fingerprints: near-duplicates of its images were not looked for.',
  ].join('');
}

/**
 * What the request and the gate come to. `aliases` say what they name now: a candidate that was compared with another champion, or with none,
 * is not promoted. `because` goes before the reason that is kept with the alias.
 */
export function decidePromotion(options: {
  readonly policy: PromotePolicy;
  readonly version: string;
  readonly aliases: { readonly champion: string | null; readonly challenger: string | null };
  readonly gate: GateOutcome | null;
  readonly because?: string;
}): PromotionDecision {
  const { policy, version, aliases, gate, because } = options;
  const told = (reason: string): string => (because === undefined ? reason : `${because} ${reason}`);
  const stay = (reason: string): PromotionDecision => ({ told: { alias: null, reason: told(reason) } });
  const move = (alias: string, expected: string | null, reason: string): PromotionDecision => ({
    promotion: { alias, version, expected, reason: told(reason) },
    told: { alias, reason: told(reason) },
  });
  switch (policy) {
    case 'never':
      return stay('The request asked for no promotion.');
    case 'challenger':
      return move(CHALLENGER, aliases.challenger, 'The request made it the challenger.');
    case 'if-better':
      if (aliases.champion === version) return stay('It is the champion already.');
      if (aliases.champion !== (gate?.champion ?? null)) {
        return stay(`Meanwhile ${aliases.champion ?? 'no version'} became champion; it was not compared with that.`);
      }
      if (gate === null) return move(CHAMPION, null, 'There was no champion yet.');
      return gate.decision?.better === true
        ? move(CHAMPION, gate.champion, describeGate(gate))
        : stay(describeGate(gate));
  }
}
