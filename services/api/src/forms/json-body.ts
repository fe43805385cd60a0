import { PneumoError } from '@pneumo/shared/runtime';
import type { FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { checked } from '../problems/request-invalid.ts';

/** The JSON body of a route that takes a form as well. Throws `missing_file` when nothing was sent. */
export const jsonBody = <T extends TSchema>(request: FastifyRequest, schema: T): Static<T> => {
  if (request.body === undefined || request.body === null) {
    throw new PneumoError('missing_file', 'The body is empty: send a multipart form or JSON.');
  }
  return checked(schema, request.body);
};
