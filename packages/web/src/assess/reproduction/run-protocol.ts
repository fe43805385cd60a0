import type { Evidence } from '@pneumo/shared/contracts';

/** What the worker is given: the bytes become its own. */
export interface RunRequest {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly picture: Uint8Array<ArrayBuffer>;
  readonly imageId: string;
  readonly preprocessing: Evidence['preprocessing'];
}

export interface RunOutcome {
  /** normal, pneumonia */
  readonly logits: readonly [number, number];
  readonly engineVersion: string;
  readonly isPictureVerified: boolean;
  /** From the bytes of the network to a session. */
  readonly prepareMs: number;
  /** Of the one run. */
  readonly computeMs: number;
}

export type RunMessage =
  | { readonly kind: 'engine'; readonly bytes: number }
  | { readonly kind: 'computing' }
  | { readonly kind: 'outcome'; readonly outcome: RunOutcome }
  | { readonly kind: 'failed'; readonly message: string; readonly advice: string };
