import { ImageError } from '@pneumo/imaging';
import { ERROR_CODES, type ErrorCode, type Problem } from '@pneumo/shared/contracts';
import { isTransient, messageOf, PneumoError } from '@pneumo/shared/runtime';
import { type FieldError, RequestInvalid } from './request-invalid.ts';

export interface ProblemContext {
  readonly requestId: string;
  /** Tells which of the two dependencies a transient fault comes from. */
  readonly redisIsReady: boolean;
}

interface Fault {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

/** What Fastify and its plugins throw, by their codes. */
const FRAMEWORK_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_REQ_FILE_TOO_LARGE: 'payload_too_large',
  FST_PARTS_LIMIT: 'payload_too_large',
  FST_FILES_LIMIT: 'payload_too_large',
  FST_FIELDS_LIMIT: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported_media_type',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;

/** The errors of a request that Fastify's own validation refused. */
const validationOf = (error: unknown): FieldError[] | undefined => {
  if (!(error instanceof Error) || !('validation' in error) || !Array.isArray(error.validation)) return undefined;
  return error.validation.map((entry: { instancePath?: string; message?: string }) => ({
    path: entry.instancePath ?? '',
    message: entry.message ?? 'is not valid',
  }));
};

const faultOf = (error: unknown, { redisIsReady }: ProblemContext): Fault => {
  if (error instanceof PneumoError) return { code: error.code, detail: error.message };
  if (error instanceof ImageError) return { code: error.code, detail: error.message };
  if (error instanceof RequestInvalid) {
    return { code: 'validation_failed', detail: error.message, errors: error.errors };
  }
  const validation = validationOf(error);
  if (validation !== undefined) return faultOf(new RequestInvalid(validation), { requestId: '', redisIsReady });
  if (isTransient(error)) {
    return redisIsReady
      ? { code: 'store_unavailable', detail: 'The object store does not answer now.' }
      : { code: 'queue_unavailable', detail: 'Redis does not answer now.' };
  }
  const known = FRAMEWORK_CODES[codeOf(error)];
  if (known !== undefined) return { code: known, detail: messageOf(error) };
  const status = statusOf(error);
  if (status >= 400 && status < 500) return { code: 'malformed_body', detail: messageOf(error) };
  return { code: 'internal_error', detail: 'An unexpected fault; it is in the log of the server.' };
};

export const makeProblem = (code: ErrorCode, detail: string, requestId: string): Problem => ({
  type: `urn:pneumo:problem:${code}`,
  title: ERROR_CODES[code].title,
  status: ERROR_CODES[code].status,
  detail,
  code,
  advice: ERROR_CODES[code].advice,
  instance: `urn:pneumo:request:${requestId}`,
});

/** Anything that was thrown, as RFC 9457 problem details. What is not expected tells nothing of its inside. */
export const problemOf = (error: unknown, context: ProblemContext): Problem => {
  const { code, detail, errors } = faultOf(error, context);
  return { ...makeProblem(code, detail, context.requestId), ...(errors === undefined ? {} : { errors: [...errors] }) };
};
