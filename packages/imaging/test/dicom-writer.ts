import { deflateRawSync } from 'node:zlib';

/** Value of an element: texts and numbers are encoded by representation, bytes as they are, items as a sequence. */
export type Value = string | readonly number[] | Uint8Array | readonly Elements[];
/** `0010,0020` and representation -> value. */
export type Elements = Readonly<Record<`${string},${string} ${string}`, Value>>;

export interface DicomFile {
  /** Transfer syntax; explicit little endian where none is given. */
  syntax?: string;
  /** 'none' leaves out preamble and file meta information, 'no-preamble' the preamble only. */
  header?: 'whole' | 'none' | 'no-preamble';
  elements: Elements;
  /** Pixel data as stored, or the fragments of a compressed stream. */
  pixels?: Uint8Array | readonly Uint8Array[];
}

const IMPLICIT = '1.2.840.10008.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const BIG_ENDIAN = '1.2.840.10008.1.2.2';
const DEFLATED = '1.2.840.10008.1.2.1.99';
const LONG = ['OB', 'OW', 'SQ', 'UN', 'UT'];

interface Form {
  implicit: boolean;
  bigEndian: boolean;
}

/** DICOM files for tests, written by hand: what is under test must not come from the parser under test. */
export function writeDicom({ syntax = EXPLICIT, header = 'whole', elements, pixels }: DicomFile): Buffer {
  const form = { implicit: syntax === IMPLICIT, bigEndian: syntax === BIG_ENDIAN };
  const sorted = Object.entries(elements).sort(([a], [b]) => (a < b ? -1 : 1));
  const body = [...sorted.map(([key, value]) => element(key, value, form))];
  if (pixels !== undefined) body.push(pixels instanceof Uint8Array ? native(pixels, form) : encapsulated(pixels, form));
  const dataset = Buffer.concat(body);
  if (header === 'none') return dataset;
  const meta = element('0002,0010 UI', syntax, { implicit: false, bigEndian: false });
  const group = element('0002,0000 UL', [meta.length], { implicit: false, bigEndian: false });
  const preamble = header === 'whole' ? [Buffer.alloc(128), Buffer.from('DICM')] : [];
  return Buffer.concat([...preamble, group, meta, syntax === DEFLATED ? deflateRawSync(dataset) : dataset]);
}

function native(pixels: Uint8Array, form: Form): Buffer {
  return element('7fe0,0010 OW', Buffer.concat([pixels, Buffer.alloc(pixels.length % 2)]), form);
}

function encapsulated(fragments: readonly Uint8Array[], form: Form): Buffer {
  const items = fragments.map((bytes) => item(Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]), form));
  const start = tagAndRest('7fe0,0010', 'OB', 0xffffffff, form);
  return Buffer.concat([start, item(Buffer.alloc(0), form), ...items, delimiter(0xe0dd, form)]);
}

function element(key: string, value: Value, form: Form): Buffer {
  const [tag = '', vr = ''] = key.split(' ');
  const bytes = encode(vr, value, form);
  return Buffer.concat([tagAndRest(tag, vr, bytes.length, form), bytes]);
}

function encode(vr: string, value: Value, form: Form): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (typeof value === 'string') {
    return Buffer.from(value.length % 2 === 0 ? value : `${value}${vr === 'UI' ? '\0' : ' '}`, 'latin1');
  }
  return Buffer.concat(
    value.map((each) => (typeof each === 'number' ? number(vr, each, form) : sequenceItem(each, form))),
  );
}

function sequenceItem(elements: Elements, form: Form): Buffer {
  return item(Buffer.concat(Object.entries(elements).map(([key, value]) => element(key, value, form))), form);
}

function number(vr: string, value: number, { bigEndian }: Form): Buffer {
  const bytes = Buffer.alloc(vr === 'UL' ? 4 : 2);
  if (vr === 'UL') bytes[bigEndian ? 'writeUInt32BE' : 'writeUInt32LE'](value);
  else bytes[bigEndian ? 'writeUInt16BE' : 'writeUInt16LE'](value & 0xffff);
  return bytes;
}

function tagAndRest(tag: string, vr: string, length: number, form: Form): Buffer {
  const [group = 0, number = 0] = tag.split(',').map((part) => Number.parseInt(part, 16));
  const isLong = form.implicit || LONG.includes(vr);
  const out = Buffer.alloc(form.implicit || !isLong ? 8 : 12);
  const short = form.bigEndian ? 'writeUInt16BE' : 'writeUInt16LE';
  out[short](group, 0);
  out[short](number, 2);
  if (!form.implicit) out.write(vr, 4, 'latin1');
  if (isLong) out[form.bigEndian ? 'writeUInt32BE' : 'writeUInt32LE'](length, form.implicit ? 4 : 8);
  else out[short](length, 6);
  return out;
}

function item(bytes: Buffer, form: Form): Buffer {
  return Buffer.concat([tagAndRest('fffe,e000', '', bytes.length, { ...form, implicit: true }), bytes]);
}

function delimiter(number: number, form: Form): Buffer {
  return tagAndRest(`fffe,${number.toString(16)}`, '', 0, { ...form, implicit: true });
}
