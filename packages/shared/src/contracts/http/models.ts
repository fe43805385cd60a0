import Type, { type Static } from 'typebox';
import { VersionId } from '../identifiers.ts';
import { Alias, VersionManifest } from '../model-version.ts';
import { DriftAlarm } from './drift.ts';

const { dataset } = VersionManifest.properties;

/** A version as callers see it: its manifest without the network and without the long lists of what it was trained on. */
export const ModelVersion = Type.Object({
  ...Type.Omit(VersionManifest, ['network', 'dataset']).properties,
  dataset: Type.Object({
    ...Type.Omit(dataset, ['trainedOn']).properties,
    trainedOn: Type.Object(
      { images: Type.Integer(), patients: Type.Integer() },
      { description: 'How many images and patients; the lists stand in files/manifest.json' },
    ),
  }),
  aliases: Type.Array(Type.String(), { description: 'Aliases that name this version now' }),
  drift: Type.Optional(DriftAlarm),
  links: Type.Record(Type.String(), Type.String()),
});
export type ModelVersion = Static<typeof ModelVersion>;

export const ModelList = Type.Object({ models: Type.Array(ModelVersion), aliases: Type.Array(Alias) });
export type ModelList = Static<typeof ModelList>;

export const AliasList = Type.Object({ aliases: Type.Array(Alias) });
export type AliasList = Static<typeof AliasList>;

const reason = Type.Optional(Type.String({ maxLength: 500, description: 'Kept in the history of the alias' }));

/** Body of `PUT /v1/models/aliases/:alias`. */
export const AliasMoveRequest = Type.Object({ version: VersionId, reason }, { additionalProperties: false });
export type AliasMoveRequest = Static<typeof AliasMoveRequest>;

/** Body of `POST /v1/models/aliases/:alias/rollback`; may be left out. */
export const RollbackRequest = Type.Object({ reason }, { additionalProperties: false });
export type RollbackRequest = Static<typeof RollbackRequest>;
