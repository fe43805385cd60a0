import { InferRequest } from '@pneumo/shared/contracts';
import { messageOf, PneumoError } from '@pneumo/shared/runtime';
import type { FastifyRequest } from 'fastify';
import { checked } from '../problems/request-invalid.ts';

/** Where tensors follow in binary form: how long the JSON before them is. */
export const HEAD_LENGTH = 'inference-header-content-length';

/** A client of the protocol may name no type at all. What a form can send is not taken. */
const TYPES = new Set([undefined, 'application/json', 'application/octet-stream']);

/** What would change the meaning of a request, and is not offered. */
const NOT_OFFERED = /^(sequence_|shared_memory_|classification$)/;

export interface AskedInference {
  readonly asked: InferRequest;
  /** Behind the JSON. */
  readonly binary: Buffer;
}

const malformed = (detail: string): PneumoError => new PneumoError('malformed_body', detail);

const parse = (head: Buffer): unknown => {
  try {
    return JSON.parse(head.toString());
  } catch (error) {
    throw malformed(`The JSON cannot be read: ${messageOf(error)}`);
  }
};

const headLengthOf = (header: string | string[] | undefined, body: Buffer): number => {
  if (header === undefined) return body.length;
  if (typeof header !== 'string' || !/^\d{1,12}$/.test(header) || Number(header) > body.length) {
    throw malformed(
      `Inference-Header-Content-Length must be the length of the JSON, and no more than that of the body.`,
    );
  }
  return Number(header);
};

const assertOffered = ({ parameters, inputs, outputs = [] }: InferRequest): void => {
  for (const given of [{ parameters }, ...inputs, ...outputs]) {
    const name = Object.keys(given.parameters ?? {}).find((each) => NOT_OFFERED.test(each));
    if (name !== undefined) throw new PneumoError('validation_failed', `The parameter ${name} is not offered.`);
  }
};

/** Head and binary tensors of a request. Throws `unsupported_media_type`, `malformed_body` or what its schema says. */
export const readInferRequest = ({ headers, body }: Pick<FastifyRequest, 'headers' | 'body'>): AskedInference => {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (!TYPES.has(type))
    throw new PneumoError('unsupported_media_type', 'Send application/json or application/octet-stream.');
  if (headers['content-encoding'] !== undefined) {
    throw new PneumoError('unsupported_media_type', 'Send the body as it is, not compressed.');
  }
  if (!Buffer.isBuffer(body) || body.length === 0) throw malformed('The body is empty.');
  const headLength = headLengthOf(headers[HEAD_LENGTH], body);
  const asked = checked(InferRequest, parse(body.subarray(0, headLength)));
  assertOffered(asked);
  return { asked, binary: body.subarray(headLength) };
};
