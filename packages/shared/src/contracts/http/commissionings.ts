import Type, { type Static } from 'typebox';
import { CommissioningReport, MinSensitivity, Prevalence, SignOff } from '../commissioning.ts';
import { AliasName, DatasetId, VersionId } from '../identifiers.ts';

const strict = { additionalProperties: false };

/** Body of `POST /v1/commissionings`: `version`, or `alias` for the version that it names now. */
export const CommissioningRequest = Type.Object(
  {
    version: Type.Optional(VersionId),
    alias: Type.Optional(AliasName),
    dataset: DatasetId,
    prevalence: Type.Optional(
      Type.Number({ ...Prevalence, description: 'Share of pneumonia among those imaged here' }),
    ),
    minSensitivity: Type.Optional(MinSensitivity),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  },
  strict,
);
export type CommissioningRequest = Static<typeof CommissioningRequest>;

/** Body of `POST /v1/commissionings/:id/sign-off`. */
export const SignOffRequest = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 120,
      pattern: '\\S',
      description: 'Who answers for it; kept for good',
    }),
    statement: Type.Optional(Type.String({ maxLength: 2_000 })),
  },
  strict,
);
export type SignOffRequest = Static<typeof SignOffRequest>;

const state = {
  signOff: Type.Union([SignOff, Type.Null()]),
  inForce: Type.Boolean({ description: 'Predictions of the version use its threshold and prior now' }),
  links: Type.Record(Type.String(), Type.String()),
};

/** `GET /v1/commissionings/:id`. */
export const CommissioningDetail = Type.Object({ ...CommissioningReport.properties, ...state });
export type CommissioningDetail = Static<typeof CommissioningDetail>;

/** The same without the curves and the groups. */
export const CommissioningSummary = Type.Object({
  ...Type.Omit(CommissioningReport, ['overall', 'groups']).properties,
  auc: CommissioningReport.properties.overall.properties.auc,
  images: CommissioningReport.properties.overall.properties.images,
  ...state,
});
export type CommissioningSummary = Static<typeof CommissioningSummary>;

export const CommissioningList = Type.Object({ commissionings: Type.Array(CommissioningSummary) });
export type CommissioningList = Static<typeof CommissioningList>;
