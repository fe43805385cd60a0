import { CHAMPION } from '@pneumo/shared/contracts';
import { readImageFolder } from '../demo/image-folder.ts';
import type { StarterPlan, StarterWords } from './starter-plan.ts';

export const FILM_WORDS: StarterWords = {
  alias: CHAMPION,
  origin: `This version is registered as \`champion\` by \`npm start\` in an empty store. It has seen pediatric chest films (1 to 5 years) of one
hospital, and nothing else. Made by Pneumo's own trainer from the training images of Kermany et al., Mendeley Data rscbjbr9sj v2 (CC BY 4.0), as 224 px copies:`,
  madeWith: '--data ../shared/data/chest-xray/images-224',
  folder: 'packages/models/starter',
  remark:
    'The images of its sealed test were looked at before, while Pneumo was developed: more often than the count below says.',
};

/** The starter version of X-rays: from a folder with `train/`, `val/` and `test/`, of which `test/` stays sealed. */
export const filmPlan = async (folder: string): Promise<StarterPlan> => ({
  words: FILM_WORDS,
  datasetName: 'Kermany 2017, 224 px copies',
  images: (await readImageFolder(folder, undefined)).images,
  // The published set is of children of one to five years; its files name no ages.
  ageBands: ['1-4', '5-9'],
  hyperparameters: {},
  warnings: [],
});
