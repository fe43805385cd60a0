import Type, { type Static } from 'typebox';
import { Sha256, Timestamp } from './identifiers.ts';
import { SchemaVersion } from './schema-version.ts';

/** The published trunks whose weights can be stored, by the architecture that uses them. */
export const PRETRAINED_NAMES = ['vgg16', 'resnet50v2'] as const;
export type PretrainedName = (typeof PRETRAINED_NAMES)[number];
export const PretrainedName = Type.Unsafe<PretrainedName>(
  Type.Union(
    PRETRAINED_NAMES.map((name) => Type.Literal(name)),
    { description: 'Architecture whose frozen trunk these weights are' },
  ),
);

/** Where the weights came from, as whoever stored them says. */
export const WeightsOrigin = Type.Object({
  file: Type.Optional(Type.String({ maxLength: 200, description: 'Name of the file they were converted from' })),
  url: Type.Optional(Type.String({ maxLength: 500, description: 'Address it was downloaded from' })),
  sha256: Type.Optional(Sha256),
});
export type WeightsOrigin = Static<typeof WeightsOrigin>;

/** Stored weights of a frozen trunk, as callers see them. */
export const PretrainedWeightsInfo = Type.Object({
  schemaVersion: SchemaVersion,
  name: PretrainedName,
  createdAt: Timestamp,
  storedBy: Type.String({ description: 'Key id of who stored them' }),
  sizeBytes: Type.Integer(),
  sha256: Type.Unsafe<string>({ ...Sha256, description: 'SHA-256 of the safetensors file' }),
  tensors: Type.Integer(),
  parameters: Type.Integer({ description: 'Numbers in all tensors' }),
  origin: WeightsOrigin,
});
export type PretrainedWeightsInfo = Static<typeof PretrainedWeightsInfo>;

/** `_system/weights/<name>/manifest.json`, written last: the weights exist once this does. The file lies in pieces beside it. */
export const PretrainedWeightsManifest = Type.Object({
  ...PretrainedWeightsInfo.properties,
  upload: Type.String({ description: 'weights.safetensors/<upload>/<piece>' }),
  pieces: Type.Integer({ minimum: 1 }),
});
export type PretrainedWeightsManifest = Static<typeof PretrainedWeightsManifest>;

/** `GET /v1/weights`. */
export const PretrainedWeightsList = Type.Object({ weights: Type.Array(PretrainedWeightsInfo) });
export type PretrainedWeightsList = Static<typeof PretrainedWeightsList>;
