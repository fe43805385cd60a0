import Type, { type Static } from 'typebox';
import { JobId, Timestamp, VersionId } from '../identifiers.ts';
import { Estimate } from '../model-version.ts';
import { ShadowAnswer } from '../shadow.ts';

const Nullable = Type.Union([Type.Number(), Type.Null()]);

const Agreement = Type.Object({
  pairs: Type.Integer(),
  agreement: Type.Unsafe<Static<typeof Estimate>>({
    ...Estimate,
    description: 'Same outcome, an abstention being one; 95 % interval for independent images',
  }),
  bothAnswered: Type.Integer({ description: 'Pairs in which neither abstained; the next two figures are theirs' }),
  agreementWhereAnswered: Estimate,
  kappa: Type.Unsafe<Static<typeof Estimate>>({
    ...Estimate,
    description: 'Cohen’s; null where one of the two gave one answer only',
  }),
  table: Type.Array(Type.Array(Type.Integer()), {
    description: 'Champion (rows) x challenger: normal, pneumonia, abstained',
  }),
  scores: Type.Object({
    meanDifference: Type.Unsafe<Static<typeof Estimate>>({ ...Estimate, description: 'Challenger minus champion' }),
    correlation: Nullable,
    psi: Type.Union([Type.Number(), Type.Null()], {
      description: 'Stability index of the challenger’s probabilities over ten quantile bins of the champion’s',
    }),
    psiFloor: Type.Union([Type.Number(), Type.Null()], {
      description: 'What two independent samples of this size show by chance: 99 % stay below',
    }),
  }),
});

const Discordant = Type.Object({
  jobId: JobId,
  answeredAt: Timestamp,
  champion: ShadowAnswer,
  challenger: ShadowAnswer,
  links: Type.Record(Type.String(), Type.String()),
});

/** `GET /v1/models/:version/shadow`. */
export const ShadowReport = Type.Object({
  version: VersionId,
  since: Type.Union([Type.String(), Type.Null()]),
  /** Newest pair first. */
  champions: Type.Array(
    Type.Object({ version: VersionId, since: Timestamp, until: Timestamp, ...Agreement.properties }),
  ),
  discordant: Type.Object({
    cases: Type.Array(Discordant, { description: 'Newest day first' }),
    next: Type.Optional(Type.String({ description: 'Cursor of the next page' })),
  }),
  disclaimer: Type.String(),
});
export type ShadowReport = Static<typeof ShadowReport>;
