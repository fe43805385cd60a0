type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The values that are there: the others are left out, not undefined. */
export function present<T extends Record<string, unknown>>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
