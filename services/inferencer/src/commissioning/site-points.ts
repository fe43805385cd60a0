import type { SiteInForce } from '@pneumo/models';
import type { CommissionedPoint, Principal } from '@pneumo/shared/contracts';
import { type Commissionings, createFreshLookup, type Settings } from '@pneumo/shared/runtime';

export interface SitePoints {
  /** The threshold and prior that were signed off last for this version in this workspace, and the workspace's own prior. */
  inForce(principal: Principal, version: string): Promise<SiteInForce>;
}

/** Looks up what a site has set, and again after two seconds: not for every prediction. */
export const createSitePoints = (
  {
    commissionings,
    workspaceSettings,
  }: {
    readonly commissionings: Pick<Commissionings, 'points'>;
    readonly workspaceSettings: Pick<Settings, 'read'>;
  },
  freshMs?: number,
): SitePoints => {
  const points = createFreshLookup<CommissionedPoint | undefined>(freshMs);
  const priors = createFreshLookup<number | null>(freshMs);
  return {
    inForce: async (principal, version) => {
      const { workspace } = principal;
      const [commissioned, prevalence] = await Promise.all([
        points(`${workspace}/${version}`, async () => (await commissionings.points(principal, version)).at(-1)),
        priors(workspace, async () => (await workspaceSettings.read(principal)).settings.prevalence),
      ]);
      return { commissioned, prevalence };
    },
  };
};
