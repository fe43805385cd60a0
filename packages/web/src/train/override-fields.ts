import { type HyperparameterOverrides, HyperparameterOverridesSchema } from '@pneumo/shared/contracts';

export interface OverrideField {
  /** Path in the request, such as `augmentation.flip`. */
  path: string;
  type: 'number' | 'integer' | 'boolean' | 'choice';
  choices: readonly string[];
  minimum?: number;
  maximum?: number;
  words: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const numberIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const fieldOf = (path: string, schema: Record<string, unknown>): OverrideField => {
  const { type, anyOf, description } = schema;
  const minimum = numberIn(schema['minimum']) ?? numberIn(schema['exclusiveMinimum']);
  const maximum = numberIn(schema['maximum']) ?? numberIn(schema['exclusiveMaximum']);
  const choices = Array.isArray(anyOf) ? anyOf.flatMap((each) => (isRecord(each) ? [String(each['const'])] : [])) : [];
  return {
    path,
    type: choices.length > 0 ? 'choice' : type === 'integer' || type === 'boolean' ? type : 'number',
    choices,
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    words: typeof description === 'string' ? description : '',
  };
};

const fieldsUnder = (properties: Record<string, unknown>, above: string): OverrideField[] =>
  Object.entries(properties).flatMap(([name, schema]) => {
    if (!isRecord(schema)) return [];
    const { properties: inner } = schema;
    return isRecord(inner) ? fieldsUnder(inner, `${above}${name}.`) : [fieldOf(`${above}${name}`, schema)];
  });

/** Every number of a recipe that a request may set, with its range, as the contract has them. */
export const overrideFields: readonly OverrideField[] = fieldsUnder(HyperparameterOverridesSchema.properties, '');

const valueOf = ({ type }: OverrideField, given: string): unknown => {
  if (type === 'number' || type === 'integer') return Number(given);
  return type === 'boolean' ? given === 'true' : given;
};

/** What a request carries of what was typed in, by path; what is empty stays with the recipe. */
export const overridesOf = (given: Readonly<Record<string, string>>): HyperparameterOverrides => {
  const overrides: Record<string, unknown> = {};
  for (const field of overrideFields) {
    const typed = given[field.path]?.trim() ?? '';
    if (typed === '') continue;
    const [group = '', name] = field.path.split('.');
    if (name === undefined) overrides[group] = valueOf(field, typed);
    else overrides[group] = { ...(isRecord(overrides[group]) ? overrides[group] : {}), [name]: valueOf(field, typed) };
  }
  return overrides;
};
