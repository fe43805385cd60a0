export type { ApiCalls } from './api-calls.ts';
export { type ClientOptions, createClient, type PneumoClient, type WaitOptions } from './create-client.ts';
export type { components, operations, paths } from './generated/api.ts';
export type { EventsOptions } from './job-events.ts';
export type { BatchOptions, DatasetOptions, JobRequestOptions, PredictionOptions } from './job-requests.ts';
export { isFinished, type Job, type JobKind, type JobUpdate, type Schemas } from './job-types.ts';
export { ProblemError, UnreachableError } from './problem-error.ts';
