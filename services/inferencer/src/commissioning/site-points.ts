import type { CommissionedPoint, Principal } from '@pneumo/shared/contracts';
import { type Commissionings, createFreshLookup } from '@pneumo/shared/runtime';

export interface SitePoints {
  /** The threshold and prior that were signed off last for this version in this workspace; undefined where the version's own hold. */
  inForce(principal: Principal, version: string): Promise<CommissionedPoint | undefined>;
}

/** Looks a version's sign-offs up in the store, and again after two seconds: not for every prediction. */
export const createSitePoints = (commissionings: Pick<Commissionings, 'points'>, freshMs?: number): SitePoints => {
  const lookup = createFreshLookup<CommissionedPoint | undefined>(freshMs);
  return {
    inForce: (principal, version) =>
      lookup(`${principal.workspace}/${version}`, async () => (await commissionings.points(principal, version)).at(-1)),
  };
};
