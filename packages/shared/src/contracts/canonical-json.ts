/**
 * JSON as RFC 8785 writes it: members sorted by UTF-16 code units, no white space, numbers as ECMAScript prints them. Two values that mean the
 * same have the same text, whoever wrote them and in whatever order. Takes what `JSON.parse` gives, and leaves out what `JSON.stringify` would.
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
  return `{${members.join(',')}}`;
};
