import Type, { type Static } from 'typebox';
import { AbstainReason } from '../abstention.ts';
import { ImageId } from '../identifiers.ts';
import { Priority } from '../job-payloads.ts';

const strict = { additionalProperties: false };

const options = {
  model: Type.Optional(
    Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', default: 'champion', description: 'Alias or version' }),
  ),
  explain: Type.Optional(Type.Boolean({ default: false, description: 'Also say where the network looked' })),
  abstain: Type.Optional(
    Type.Boolean({ default: true, description: 'false makes the model answer always; needs the scope research' }),
  ),
  abstainOn: Type.Optional(
    Type.Array(AbstainReason, {
      uniqueItems: true,
      description: 'The reasons that make the model abstain; others only warn. Default: all but near_threshold',
    }),
  ),
  priority: Type.Optional(Priority),
  callbackUrl: Type.Optional(
    Type.String({
      maxLength: 2048,
      description: 'Told when the job has ended; its host must be listed by the operator',
    }),
  ),
};

/** Body of `POST /v1/predictions` as JSON: for an image that is already stored. */
export const PredictionRequest = Type.Object({ imageId: ImageId, ...options }, strict);
export type PredictionRequest = Static<typeof PredictionRequest>;

/** The fields beside the file in a multipart `POST /v1/predictions`. */
export const PredictionFields = Type.Object(options, strict);
export type PredictionFields = Static<typeof PredictionFields>;

/** The whole form of a multipart `POST /v1/predictions`. */
export const PredictionForm = Type.Object(
  {
    image: Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary', description: 'JPEG, PNG or DICOM file' }),
    ...options,
  },
  strict,
);
