import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';

export interface FieldError {
  /** JSON pointer into the body, or the name of a parameter. */
  readonly path: string;
  readonly message: string;
}

/** A request that does not fit its schema. */
export class RequestInvalid extends Error {
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    super(errors.map(({ path, message }) => `${path} ${message}`.trim()).join('; ') || 'The request is not valid.');
    this.name = 'RequestInvalid';
    this.errors = errors;
  }
}

/** The value as its schema has it. Throws `RequestInvalid` with every error. */
export const checked = <T extends TSchema>(schema: T, value: unknown): Static<T> => {
  if (Value.Check(schema, value)) return value;
  throw new RequestInvalid(
    Value.Errors(schema, value).map((error) => ({ path: error.instancePath, message: error.message })),
  );
};
