import Type, { type Static } from 'typebox';
import { BatchCounts, BatchInput, BatchPartInput, BatchResult } from './batch.ts';
import { CommissioningInput, CommissioningResult } from './commissioning.ts';
import { ComparisonInput, ComparisonResult } from './comparison.ts';
import { Architecture, JobId, Sha256, Timestamp, VersionId, WorkspaceName } from './identifiers.ts';
import { DatasetImportInput, PredictionInput, TrainingInput } from './job-payloads.ts';
import { DatasetImportResult, PredictionResult, TrainingResult } from './job-results.ts';
import { SCHEMA_VERSION, SchemaVersion } from './schema-version.ts';

/** What each kind of job takes and gives, and the queue that carries it: the one place where kinds are listed. */
export const JOB_KINDS = {
  prediction: { queue: `prediction-v${SCHEMA_VERSION}`, input: PredictionInput, result: PredictionResult },
  training: { queue: `training-v${SCHEMA_VERSION}`, input: TrainingInput, result: TrainingResult },
  comparison: { queue: `comparison-v${SCHEMA_VERSION}`, input: ComparisonInput, result: ComparisonResult },
  commissioning: {
    queue: `commissioning-v${SCHEMA_VERSION}`,
    input: CommissioningInput,
    result: CommissioningResult,
  },
  'dataset-import': {
    queue: `dataset-import-v${SCHEMA_VERSION}`,
    input: DatasetImportInput,
    result: DatasetImportResult,
  },
  batch: { queue: `batch-v${SCHEMA_VERSION}`, input: BatchInput, result: BatchResult },
  /** A piece of a batch: the batch makes it, waits for it and ends it, so that lists leave it out. */
  'batch-part': { queue: `batch-part-v${SCHEMA_VERSION}`, input: BatchPartInput, result: BatchCounts },
} as const;

export type JobKind = keyof typeof JOB_KINDS;
export const jobKinds = Object.keys(JOB_KINDS) as JobKind[];
export type JobInput<K extends JobKind = JobKind> = Static<(typeof JOB_KINDS)[K]['input']>;
export type JobResult<K extends JobKind = JobKind> = Static<(typeof JOB_KINDS)[K]['result']>;

export const JobKindSchema = Type.Union([
  Type.Literal('prediction'),
  Type.Literal('training'),
  Type.Literal('commissioning'),
  Type.Literal('comparison'),
  Type.Literal('dataset-import'),
  Type.Literal('batch'),
  Type.Literal('batch-part'),
]);

export const JobState = Type.Union([
  Type.Literal('queued'),
  Type.Literal('running'),
  Type.Literal('succeeded'),
  Type.Literal('failed'),
  Type.Literal('cancelled'),
]);
export type JobState = Static<typeof JobState>;
export type FinalState = 'succeeded' | 'failed' | 'cancelled';

export const isFinal = (state: JobState): state is FinalState => state !== 'queued' && state !== 'running';

export const JobProgress = Type.Object({
  done: Type.Number(),
  total: Type.Number(),
  unit: Type.String({ description: 'What is counted: epochs, images, ...' }),
  stage: Type.String({ description: 'What is being done now' }),
  metrics: Type.Optional(Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()]))),
  secondsLeft: Type.Optional(Type.Number()),
});
export type JobProgress = Static<typeof JobProgress>;

export const JobError = Type.Object({ code: Type.String(), message: Type.String() });
export type JobError = Static<typeof JobError>;

/** What travels in a queue: references only. The request itself is read from the store. */
export const QueueMessage = Type.Object(
  {
    schemaVersion: SchemaVersion,
    jobId: JobId,
    workspace: WorkspaceName,
    kind: JobKindSchema,
  },
  { additionalProperties: false },
);
export type QueueMessage = Static<typeof QueueMessage>;

const request = {
  id: JobId,
  kind: JobKindSchema,
  workspace: WorkspaceName,
  createdAt: Timestamp,
  requestedBy: Type.String({ description: 'Key id of who asked' }),
  retryOf: Type.Optional(JobId),
  traceparent: Type.Optional(
    Type.String({ description: 'W3C trace context of the request, so that whoever works on it continues its trace' }),
  ),
  input: Type.Unknown({ description: 'By kind: see JOB_KINDS' }),
};

/** `pending/<jobId>.json`: an accepted request. It is removed only after its outcome is recorded and published. */
export const PendingJob = Type.Object({ schemaVersion: SchemaVersion, ...request });
export type PendingJob = Static<typeof PendingJob>;

/** Objects that a recorded outcome makes visible: copied in order, the one that others look for last. */
export const Publication = Type.Object({ from: Type.String(), to: Type.String(), contentType: Type.String() });
export type Publication = Static<typeof Publication>;

/** An alias that a recorded outcome moves. */
export const Promotion = Type.Object({
  alias: Type.String(),
  version: Type.String(),
  reason: Type.String(),
  /** The version that the decision was made against; the move is dropped if another has come since. */
  expected: Type.Union([Type.String(), Type.Null()]),
});
export type Promotion = Static<typeof Promotion>;

/** `jobs/<jobId>/record.json`: the one outcome, written once by conditional put. */
export const JobRecord = Type.Object({
  schemaVersion: SchemaVersion,
  ...request,
  state: Type.Union([Type.Literal('succeeded'), Type.Literal('failed'), Type.Literal('cancelled')]),
  startedAt: Type.Optional(Timestamp),
  finishedAt: Timestamp,
  attempt: Type.Integer({ minimum: 0, description: '0 when no worker ever took it' }),
  worker: Type.Optional(Type.String()),
  progress: Type.Optional(JobProgress),
  result: Type.Optional(Type.Unknown()),
  error: Type.Optional(JobError),
  publish: Type.Array(Publication),
  promotion: Type.Optional(Promotion),
  sealSha256: Type.Optional(
    Type.Unsafe<string>({ ...Sha256, description: 'Of the rest of the record as canonical JSON (RFC 8785)' }),
  ),
});
export type JobRecord = Static<typeof JobRecord>;

/** A training of a comparison, as the comparison tells of it until it has a result. */
export const JobChild = Type.Object({
  id: JobId,
  architecture: Architecture,
  seed: Type.Integer(),
  state: JobState,
  progress: JobProgress,
  version: Type.Optional(VersionId),
  validationAuc: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  error: Type.Optional(JobError),
});
export type JobChild = Static<typeof JobChild>;

/** What `GET /v1/jobs/:id` answers. */
export const JobResource = Type.Object({
  id: JobId,
  kind: JobKindSchema,
  state: JobState,
  createdAt: Timestamp,
  startedAt: Type.Optional(Timestamp),
  finishedAt: Type.Optional(Timestamp),
  attempt: Type.Integer(),
  progress: JobProgress,
  input: Type.Unknown(),
  result: Type.Optional(Type.Unknown()),
  error: Type.Optional(JobError),
  retryOf: Type.Optional(JobId),
  children: Type.Optional(
    Type.Array(JobChild, {
      description: 'Trainings of a comparison that has no result; the result tells of them, too',
    }),
  ),
  links: Type.Record(Type.String(), Type.String()),
});
export type JobResource = Static<typeof JobResource>;

/** What a worker tells while it works and when it ends; carried by a Redis stream. */
export const JobEvent = Type.Object({
  workspace: WorkspaceName,
  jobId: JobId,
  kind: JobKindSchema,
  state: JobState,
  attempt: Type.Integer(),
  startedAt: Type.Optional(Timestamp),
  progress: Type.Optional(JobProgress),
});
export type JobEvent = Static<typeof JobEvent>;
