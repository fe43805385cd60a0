const PREFIX_AT = 128;
const PREFIX = [0x44, 0x49, 0x43, 0x4d];
/** Value representations that an element of the groups 0002 and 0008 can have. */
const REPRESENTATIONS = new Set([
  'AE',
  'AS',
  'CS',
  'DA',
  'DS',
  'DT',
  'IS',
  'LO',
  'LT',
  'OB',
  'PN',
  'SH',
  'SQ',
  'ST',
  'TM',
  'UI',
  'UL',
  'UN',
  'US',
  'UT',
]);
const FIRST_GROUPS = [0x0002, 0x0008];
/** Of a first element: a group's length, a character set, an image type, a UID. */
const LONGEST_FIRST_VALUE = 256;

/**
 * Whether the bytes are a DICOM file: the prefix behind the preamble, or, where a program left both out, a first element
 * as every object begins with.
 */
export function isDicom(bytes: Uint8Array): boolean {
  return hasPrefix(bytes) || startsWithElement(bytes);
}

export function hasPrefix(bytes: Uint8Array): boolean {
  return PREFIX.every((value, index) => bytes[PREFIX_AT + index] === value);
}

/** Whether the element at this place tells its value representation, as explicit transfer syntaxes do. */
export function tellsRepresentation(bytes: Uint8Array, at = 0): boolean {
  return REPRESENTATIONS.has(String.fromCharCode(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0));
}

function startsWithElement(bytes: Uint8Array): boolean {
  if (bytes.length < PREFIX_AT) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const group = view.getUint16(0, true);
  const element = view.getUint16(2, true);
  if (!FIRST_GROUPS.includes(group) || element > 0x0018) return false;
  if (tellsRepresentation(bytes)) return true;
  const length = view.getUint32(4, true);
  return length % 2 === 0 && length <= LONGEST_FIRST_VALUE;
}
