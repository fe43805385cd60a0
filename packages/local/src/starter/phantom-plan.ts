import { DRAWINGS_WARNING, PHANTOM } from '@pneumo/shared/contracts';
import { drawPhantoms } from '../demo/demo-images.ts';
import { forPhantoms } from '../demo/training-plan.ts';
import type { StarterPlan, StarterWords } from './starter-plan.ts';

/** How many are drawn for the committed version. */
export const PHANTOM_COUNT = 1200;

export const PHANTOM_WORDS: StarterWords = {
  alias: PHANTOM,
  origin: `This version was trained on drawings, and on nothing else: chest-like pictures that a program makes (phantoms), half of them with a planted opacity.
**It says nothing about X-rays, and nothing about people.** It is registered as \`${PHANTOM}\` by \`npm start\`, beside the champion and never as champion, and answers
the sample pictures of the page, so that somebody without an X-ray can see a whole answer. Made by Pneumo's own trainer:`,
  madeWith: `--phantoms ${PHANTOM_COUNT}`,
  folder: 'packages/models/phantom-starter',
  remark:
    'The drawings come from seeds, so that the command draws the same ones again; those of the page come from other seeds. The words below are those of any card: where they say film or patient, read drawing.',
};

/** The version that answers sample pictures: from phantoms as the page draws them, each a patient of its own. */
export const phantomPlan = (count: number): StarterPlan => ({
  words: PHANTOM_WORDS,
  datasetName: 'phantoms (drawn)',
  images: drawPhantoms('phantom starter', count).images,
  hyperparameters: {
    ...forPhantoms,
    // Large, for the sake of the heat map: a cell of the network's last map is 32 pixels wide, and the opacities are small.
    imageSize: 320,
    epochs: 8,
    averaging: 0.98,
    // Drawings are told apart after a few epochs; the loss still falls then, and the map becomes sharper.
    earlyStopping: { metric: 'validation-loss', patience: 0, minDelta: 0 },
  },
  warnings: [DRAWINGS_WARNING],
});
