import Type, { type Static } from 'typebox';

/** Why an image may not judge a version: the version was trained on it, on its patient, or on nearly the same picture. */
export const OverlapReason = Type.Union([
  Type.Literal('same-image'),
  Type.Literal('same-patient'),
  Type.Literal('near-duplicate'),
]);
export type OverlapReason = Static<typeof OverlapReason>;

/** How many of the images that were to judge a version were left out, each counted under its first reason. */
export const LeftOut = Type.Object({
  of: Type.Integer({ description: 'Images looked at' }),
  sameImage: Type.Integer({ description: 'Trained on this very image' }),
  samePatient: Type.Integer({ description: 'Trained on another image of the patient' }),
  nearDuplicate: Type.Integer({ description: 'Trained on nearly the same picture' }),
});
export type LeftOut = Static<typeof LeftOut>;
