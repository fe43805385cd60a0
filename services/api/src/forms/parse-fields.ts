import type { Static, TObject } from 'typebox';
import { Value } from 'typebox/value';
import { checked, RequestInvalid } from '../problems/request-invalid.ts';

const parsed = (name: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestInvalid([{ path: `/${name}`, message: 'must be JSON' }]);
  }
};

/** Texts of a form as the values that the schema asks for; the named ones are JSON. Throws `RequestInvalid`. */
export const parseFields = <T extends TObject>(
  schema: T,
  fields: Record<string, string>,
  jsonFields: readonly string[] = [],
): Static<T> => {
  const values = Object.entries(fields).map(([name, text]) => [
    name,
    jsonFields.includes(name) ? parsed(name, text) : text,
  ]);
  return checked(schema, Value.Convert(schema, Object.fromEntries(values)));
};
