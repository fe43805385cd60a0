import Type, { type Static } from 'typebox';
import { Prevalence } from './commissioning.ts';
import { Timestamp } from './identifiers.ts';
import { SchemaVersion } from './schema-version.ts';

const values = {
  prevalence: Type.Union([Prevalence, Type.Null()], {
    description:
      'Share of pneumonia among those imaged here; answers are told for it unless a commissioning set its own; null: none',
  }),
  shadowShare: Type.Number({
    minimum: 0,
    maximum: 1,
    description: 'Share of the predictions that the challenger answers, too, unseen, after the champion has',
  }),
};

/** What a workspace sets for itself. */
export const SettingsValues = Type.Object(values);
export type SettingsValues = Static<typeof SettingsValues>;

/** What holds until somebody sets something. A challenger is named by hand, so that it shadows everything unless told otherwise. */
export const DEFAULT_SETTINGS: SettingsValues = Object.freeze({ prevalence: null, shadowShare: 1 });

export const SettingsChange = Type.Object({
  ...values,
  changedAt: Timestamp,
  changedBy: Type.String({ description: 'Key id' }),
});
export type SettingsChange = Static<typeof SettingsChange>;

/** `settings.json` of a workspace; changed by compare-and-set only. */
export const WorkspaceSettings = Type.Object({
  schemaVersion: SchemaVersion,
  ...values,
  history: Type.Array(SettingsChange, { description: 'Oldest first; the last entry holds now; empty: never set' }),
});
export type WorkspaceSettings = Static<typeof WorkspaceSettings>;

/** Body of `PUT /v1/settings`: what is left out stays. */
export const SettingsRequest = Type.Object(
  { prevalence: Type.Optional(values.prevalence), shadowShare: Type.Optional(values.shadowShare) },
  { additionalProperties: false },
);
export type SettingsRequest = Static<typeof SettingsRequest>;
