import { parse } from 'yaml';

/**
 * What compose makes of a file and the variables around it: `${NAME}`, `${NAME:-default}` and `${NAME:?complaint}`, nested or not. Throws
 * as compose does where a variable that must be set is not.
 */
export const interpolate = (text: string, variables: Readonly<Record<string, string>>): string => {
  const innermost = /(?<!\$)\$\{(\w+)(?:(:[-?])([^${}]*))?\}/;
  let result = text;
  for (let found = innermost.exec(result); found !== null; found = innermost.exec(result)) {
    const [whole, name = '', how, rest = ''] = found;
    const value = variables[name] ?? '';
    if (value === '' && how === ':?') throw new Error(`required variable ${name} is missing a value: ${rest}`);
    const filled = value === '' && how === ':-' ? rest : value;
    result = result.slice(0, found.index) + filled + result.slice(found.index + whole.length);
  }
  return result.replaceAll('$$', '$');
};

export interface ComposeService {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: unknown;
  readonly user?: string;
  readonly profiles?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly build?: { readonly context: string; readonly target: string };
  readonly healthcheck?: object;
  readonly stop_grace_period?: string;
  readonly deploy?: {
    readonly replicas?: number;
    readonly resources?: { readonly limits?: { readonly memory?: string } };
  };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** A compose file as an object: its anchors merged, then its texts filled in, as compose does, so that an empty variable is an empty text. */
export const readCompose = (text: string, variables: Readonly<Record<string, string>>): Compose => {
  const raw = JSON.stringify(parse(text, { merge: true }));
  return JSON.parse(raw, (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    const filled = interpolate(value, variables);
    return key === 'replicas' ? Number(filled) : filled;
  }) as Compose;
};
