import { compareCalls } from '@pneumo/models/readers';
import type { AiAgreement, Blinding } from '@pneumo/shared/contracts';
import { agreesWithAi } from '@pneumo/shared/runtime';
import { originSentence, originsOf } from './describe-origins.ts';
import type { ReadCase } from './read-case.ts';

/** Readers with the AI, of the readings of one kind of blinding in which both decide. */
export const agreementWithAi = (read: readonly ReadCase[], blinding: Blinding): AiAgreement => {
  const decided = read.flatMap(({ of, readings, patient }) =>
    readings
      .filter(({ reading }) => reading.blinding === blinding && agreesWithAi(reading.label, of.outcome) !== undefined)
      .map((reading) => ({ of, patient, reading })),
  );
  const { images, patients, agree, share, kappa } = compareCalls({
    reference: decided.map(({ reading }) => reading.reading.label === 'pneumonia'),
    called: decided.map(({ of }) => of.outcome === 'pneumonia'),
    patients: decided.map(({ patient }) => patient),
    seed: `reviews:${blinding}`,
  });
  return {
    reviews: images,
    images: new Set(decided.map(({ of }) => of.job)).size,
    patients,
    agree,
    share,
    kappa,
    sample: originSentence(originsOf(decided.map(({ reading }) => reading))),
  };
};
