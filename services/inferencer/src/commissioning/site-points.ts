import type { CommissionedPoint, Principal } from '@pneumo/shared/contracts';
import type { Commissionings } from '@pneumo/shared/runtime';

/** How late a sign-off may take effect, at most, on each replica. */
const FRESH_MS = 2_000;
const KEPT = 1_000;

export interface SitePoints {
  /** The threshold and prior that were signed off last for this version in this workspace; undefined where the version's own hold. */
  inForce(principal: Principal, version: string): Promise<CommissionedPoint | undefined>;
}

/** Looks a version's sign-offs up in the store, and again after two seconds: not for every prediction. */
export const createSitePoints = (commissionings: Pick<Commissionings, 'points'>, freshMs = FRESH_MS): SitePoints => {
  const known = new Map<string, { point: Promise<CommissionedPoint | undefined>; untilMs: number }>();

  return {
    inForce: (principal, version) => {
      const key = `${principal.workspace}/${version}`;
      const nowMs = performance.now();
      const found = known.get(key);
      if (found !== undefined && nowMs < found.untilMs) return found.point;
      const point = commissionings.points(principal, version).then((points) => points.at(-1));
      const entry = { point, untilMs: nowMs + freshMs };
      known.delete(key);
      known.set(key, entry);
      // A Map keeps the order of insertion: the first one was looked up longest ago.
      if (known.size > KEPT) known.delete(known.keys().next().value!);
      point.catch(() => {
        if (known.get(key) === entry) known.delete(key);
      });
      return point;
    },
  };
};
