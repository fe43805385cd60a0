import Type, { type Static } from 'typebox';
import { Sha256 } from './identifiers.ts';
import { AgeBand, Device, View } from './patient-groups.ts';

/** Something that a reader of an answer should know; the code is stable. */
export const Warning = Type.Object({ code: Type.String(), message: Type.String() });
export type Warning = Static<typeof Warning>;

const KeyedHash = Type.Unsafe<string>({
  ...Sha256,
  description: 'Keyed hash: names nobody, and tells the same from another',
});

/** What is kept of a picture beside its pixels. Of a DICOM file nothing else leaves the decoder. */
export const FilmDescription = Type.Object(
  {
    format: Type.Union([Type.Literal('jpeg'), Type.Literal('png'), Type.Literal('dicom')]),
    modality: Type.Optional(Type.String({ maxLength: 16 })),
    view: Type.Optional(View),
    ageBand: Type.Optional(AgeBand),
    pixelSpacingMm: Type.Optional(
      Type.Array(Type.Number({ exclusiveMinimum: 0 }), { minItems: 2, maxItems: 2, description: 'Row, column' }),
    ),
    device: Type.Optional(Device),
    patient: Type.Optional(KeyedHash),
    study: Type.Optional(KeyedHash),
    instance: Type.Optional(KeyedHash),
    warnings: Type.Array(Warning),
  },
  { additionalProperties: false },
);
export type FilmDescription = Static<typeof FilmDescription>;
