import { createHash } from 'node:crypto';
import {
  JobId,
  type JobInput,
  type JobKind,
  JobKindSchema,
  type Principal,
  SCHEMA_VERSION,
  SchemaVersion,
  Sha256,
  Timestamp,
} from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PneumoError, PreconditionFailed } from '@pneumo/shared/runtime';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';

const MAX_KEY_LENGTH = 255;

/** `idempotency/<hash>.json`: which job a key stands for. It holds the whole request, so that a replay can finish what a crash cut off. */
const IdempotencyEntry = Type.Object({
  schemaVersion: SchemaVersion,
  jobId: JobId,
  kind: JobKindSchema,
  fingerprint: Sha256,
  input: Type.Unknown(),
  createdAt: Timestamp,
});
type IdempotencyEntry = Static<typeof IdempotencyEntry>;

export interface Claim<K extends JobKind> {
  readonly jobId: string;
  readonly kind: K;
  readonly input: JobInput<K>;
  /** The request as it was sent, without what was drawn for it: what makes two requests the same. */
  readonly asked: unknown;
}

export interface Idempotency {
  /** Binds a key to a job, or finds the job that it is bound to. Throws `idempotency_key_reused` for another request. */
  claim<K extends JobKind>(
    principal: Principal,
    key: string,
    claim: Claim<K>,
  ): Promise<{ jobId: string; input: JobInput<K>; replayed: boolean }>;
}

/** The same text for the same value, whatever the order of its properties. */
const canonicalText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}:${canonicalText(item)}`)
    .join(',')}}`;
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Keys can carry names of people: only their hashes are stored. */
export const createIdempotency = (store: ObjectStore): Idempotency => ({
  claim: async <K extends JobKind>(principal: Principal, key: string, { jobId, kind, input, asked }: Claim<K>) => {
    if (key.length > MAX_KEY_LENGTH) {
      throw new PneumoError('validation_failed', `Idempotency-Key has at most ${MAX_KEY_LENGTH} characters.`);
    }
    const fingerprint = sha256(canonicalText({ kind, asked }));
    const objectKey = objectKeys.idempotency(principal.workspace, sha256(key));
    const mine: IdempotencyEntry = {
      schemaVersion: SCHEMA_VERSION,
      jobId,
      kind,
      fingerprint,
      input,
      createdAt: new Date().toISOString(),
    };
    try {
      await store.putJson(objectKey, mine, { ifNoneMatch: '*' });
      return { jobId, input, replayed: false };
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error;
    }
    const first: unknown = JSON.parse((await store.get(objectKey)).bytes.toString());
    if (!Value.Check(IdempotencyEntry, first)) throw new Error(`${objectKey} is not an idempotency entry`);
    if (first.fingerprint !== fingerprint) {
      throw new PneumoError('idempotency_key_reused', `The key belongs to the request of job ${first.jobId}.`);
    }
    // The same fingerprint has the same kind, so the stored input is one of this kind.
    return { jobId: first.jobId, input: first.input as JobInput<K>, replayed: true };
  },
});
