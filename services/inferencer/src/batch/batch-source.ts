import type { BatchItem } from '@pneumo/shared/contracts';

/** What is to be done to have one image of a batch: its item, or one that says why it cannot be had. */
export type MakeItem = () => Promise<BatchItem>;

/** The images of a batch, wherever they come from: always the same ones in the same order. */
export interface BatchImages {
  readonly images: number;
  items(): AsyncIterable<MakeItem> | Iterable<MakeItem>;
  release(): Promise<void>;
}
