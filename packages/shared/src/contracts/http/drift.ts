import Type, { type Static } from 'typebox';
import { JobId, Timestamp, VersionId } from '../identifiers.ts';
import { Estimate } from '../model-version.ts';

const Counts = Type.Array(Type.Integer());

/** Whether what a version sees or says has changed, as its detail tells it. */
export const DriftAlarm = Type.Object({
  state: Type.Union([Type.Literal('collecting'), Type.Literal('watching')], {
    description: 'collecting: too few predictions, by the champion alias, to tell anything',
  }),
  raised: Type.Boolean(),
  because: Type.Array(Type.String(), { description: 'What changed; empty where nothing did' }),
});
export type DriftAlarm = Static<typeof DriftAlarm>;

const DriftedFigure = Type.Object({
  figure: Type.Union([Type.Literal('score'), Type.Literal('brightness'), Type.Literal('size')]),
  psi: Type.Number({ description: 'Population stability index over ten quantile bins of the baseline' }),
  floor: Type.Number({ description: 'What two samples of these sizes show by chance: 99 % stay below' }),
  limit: Type.Number(),
  drifted: Type.Boolean({ description: 'Above the limit and above the floor' }),
  binStarts: Type.Array(Type.Number(), {
    description: 'Probability, mean grey (0 to 255) or pixels; the first bin holds all below the first of them',
  }),
  baseline: Counts,
  now: Counts,
});

const DriftedShare = Type.Object({
  share: Type.Union([Type.Literal('abstention'), Type.Literal('positives')]),
  baseline: Type.Unsafe<Static<typeof Estimate>>({ ...Estimate, description: '99 %; nulls: it was not looked for' }),
  now: Estimate,
  limit: Type.Number({ description: 'A change by less raises no alarm' }),
  drifted: Type.Boolean({ description: 'The intervals do not meet, and it changed by more than the limit' }),
});

const Baseline = Type.Object({
  from: Type.Union([Type.Literal('commissioning'), Type.Literal('first-predictions')]),
  commissioning: Type.Optional(JobId),
  since: Type.Optional(Timestamp),
  until: Type.Optional(Timestamp),
  images: Type.Integer(),
});

/** `GET /v1/models/:version/drift`. */
export const DriftReport = Type.Object({
  version: VersionId,
  alarm: DriftAlarm,
  baseline: Type.Union([Baseline, Type.Null()]),
  collected: Type.Object(
    { predictions: Type.Integer(), needed: Type.Integer() },
    { description: 'Towards a baseline where there is none, else in the window' },
  ),
  window: Type.Object({
    days: Type.Integer({ description: 'Today (UTC) and the days before it' }),
    since: Type.Union([Timestamp, Type.Null()]),
    until: Type.Union([Timestamp, Type.Null()]),
    predictions: Type.Integer(),
  }),
  figures: Type.Array(DriftedFigure),
  shares: Type.Array(DriftedShare),
  disclaimer: Type.String(),
});
export type DriftReport = Static<typeof DriftReport>;
