import type { AgeBand, TrainingRequest } from '@pneumo/shared/contracts';
import type { DemoImage } from '../demo/demo-images.ts';

/** What a starter version is called and made from, as its README tells it. */
export interface StarterWords {
  /** The alias that it gets at the first start. */
  readonly alias: string;
  /** Markdown: what it is there for, and what it was trained on; ends before the command that made it. */
  readonly origin: string;
  /** Options of `pnpm starter:make` that say from what. */
  readonly madeWith: string;
  /** Its folder in the checkout. */
  readonly folder: string;
  /** Markdown, said after the commands. */
  readonly remark: string;
}

/** All in which one starter version differs from another. */
export interface StarterPlan {
  readonly words: StarterWords;
  readonly datasetName: string;
  readonly images: readonly DemoImage[];
  readonly ageBands?: readonly AgeBand[];
  readonly hyperparameters: NonNullable<TrainingRequest['hyperparameters']>;
  /** Besides those that the training had: told with every answer of the version. */
  readonly warnings: readonly string[];
}
