import type { DriftSample } from '@pneumo/models/monitoring';
import type { Principal } from '@pneumo/shared/contracts';

/** An answer of the champion whose outcome is recorded. */
export interface ChampionAnswer {
  readonly principal: Principal;
  readonly jobId: string;
  readonly version: string;
  readonly sample: DriftSample;
}

/** Follows the champion's answers. It must not make the job wait: it keeps them, or starts work of its own, and returns. */
export type FollowChampion = (answer: ChampionAnswer) => void;
