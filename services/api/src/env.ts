import { CommonEnv, readEnv } from '@pneumo/shared/runtime';
import Type, { type Static } from 'typebox';

const MIB = 2 ** 20;

export const ApiEnv = Type.Object({
  ...CommonEnv,
  PNEUMO_HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on' }),
  PNEUMO_PORT: Type.Integer({ default: 8080, minimum: 0, maximum: 65_535, description: '0 = any free port' }),
  PNEUMO_WORKSPACE: Type.String({
    default: 'default',
    pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
    description: 'Workspace of the first key, and of everybody while no key is needed',
  }),
  PNEUMO_ADMIN_KEY_FILE: Type.Optional(
    Type.String({ description: 'File with the first API key; made when it does not exist' }),
  ),
  PNEUMO_CALLBACK_HOSTS: Type.String({ default: '', description: 'Hosts that callbacks may go to, with commas' }),
  PNEUMO_MAX_IMAGE_BYTES: Type.Integer({ default: 32 * MIB, minimum: 1, description: 'Largest picture file' }),
  PNEUMO_MAX_PIXELS: Type.Integer({ default: 40_000_000, minimum: 1, description: 'Most pixels of a picture' }),
  PNEUMO_MAX_ARCHIVE_BYTES: Type.Integer({ default: 8_192 * MIB, minimum: 1, description: 'Largest uploaded archive' }),
  PNEUMO_MAX_STUDY_BYTES: Type.Integer({
    default: 2_048 * MIB,
    minimum: 1,
    description: 'Most bytes of one STOW-RS request; each instance is held to PNEUMO_MAX_IMAGE_BYTES besides',
  }),
  PNEUMO_MAX_STUDY_INSTANCES: Type.Integer({
    default: 500,
    minimum: 1,
    description: 'Most instances of one STOW-RS request',
  }),
  PNEUMO_DECODERS: Type.Integer({ default: 2, minimum: 1, maximum: 64, description: 'Processes that decode pictures' }),
  PNEUMO_RATE_LIMIT_PER_MINUTE: Type.Integer({
    default: 0,
    minimum: 0,
    description: 'Requests that one key may make in a minute; 0 = no limit',
  }),
  PNEUMO_KEEP_ATTEMPTS_HOURS: Type.Integer({
    default: 24,
    minimum: 1,
    description: 'How long checkpoints and attempts of ended jobs stay; swept every hour',
  }),
  PNEUMO_CERTIFICATE_HOSTS: Type.String({
    default: '',
    description: 'host:port, with commas, whose certificates are watched besides those of store and Redis',
  }),
  PNEUMO_STARTER_DIR: Type.Optional(
    Type.String({ description: 'Folder of a version that becomes champion where there is none; npm start sets it' }),
  ),
  PNEUMO_PHANTOM_DIR: Type.Optional(
    Type.String({
      description:
        'Folder of a version, trained on drawings, that gets the alias phantom where there is none, for sample pictures; npm start sets it',
    }),
  ),
});
export type ApiEnv = Readonly<Static<typeof ApiEnv>>;

export const readApiEnv = (source: Record<string, string | undefined> = process.env): ApiEnv => readEnv(ApiEnv, source);
