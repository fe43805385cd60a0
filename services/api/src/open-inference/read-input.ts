import type { InferInput } from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';
import type { AskedInference } from './read-request.ts';
import { MAX_IMAGES, PICTURES, RAW } from './tensors.ts';

export type ReadInput =
  | { readonly kind: 'pictures'; readonly files: readonly Buffer[] }
  /** float32, little-endian. */
  | { readonly kind: 'raw'; readonly images: number; readonly bytes: Buffer };

const FLOAT_BYTES = 4;
const LENGTH_BYTES = 4;
/** Nesting of a tensor of four axes. */
const AXES = 4;

const invalid = (detail: string): PneumoError => new PneumoError('validation_failed', detail);
const malformed = (detail: string): PneumoError => new PneumoError('malformed_body', detail);

const countOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

const assertDatatype = ({ name, datatype }: InferInput, expected: string): void => {
  if (datatype !== expected) throw invalid(`${name} takes ${expected}, not ${datatype}.`);
};

const assertImages = (name: string, images: number): void => {
  if (images < 1 || images > MAX_IMAGES) throw invalid(`${name} takes 1 to ${MAX_IMAGES} images in one request.`);
};

/** The bytes of an input that follows the JSON; undefined of one that stands in it. */
const binaryOf = ({ name, parameters, data }: InferInput, binary: Buffer): Buffer | undefined => {
  const size = parameters?.['binary_data_size'];
  if (size === undefined) {
    if (binary.length > 0) throw malformed(`${binary.length} bytes follow the JSON that no input names.`);
    return undefined;
  }
  if (data !== undefined) throw invalid(`${name} has both data and binary_data_size.`);
  if (size !== binary.length) {
    throw malformed(
      `${name} has binary_data_size ${JSON.stringify(size)}, but ${binary.length} bytes follow the JSON.`,
    );
  }
  return binary;
};

const dataOf = ({ name, data }: InferInput): unknown[] => {
  if (data === undefined) throw invalid(`${name} has no data.`);
  return data.flat(AXES);
};

/** Elements with their lengths before them: four bytes, little-endian. */
const splitElements = (bytes: Buffer): Buffer[] => {
  const elements: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at + LENGTH_BYTES;
    const end = start <= bytes.length ? start + bytes.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) throw malformed('A BYTES element is longer than what follows it.');
    elements.push(bytes.subarray(start, end));
    if (elements.length > MAX_IMAGES) break;
    at = end;
  }
  return elements;
};

const decodeElement = (element: unknown): Buffer => {
  if (typeof element !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}\s*$/.test(element)) {
    throw invalid('A BYTES element in JSON must be a file in base64.');
  }
  return Buffer.from(element, 'base64');
};

const readPictures = (input: InferInput, binary: Buffer): ReadInput => {
  assertDatatype(input, 'BYTES');
  const { name, shape } = input;
  const [images = 0, width = 1] = shape;
  if (shape.length > 2 || width !== 1) throw invalid(`${name} has the shape [n] or [n, 1], a file an element.`);
  assertImages(name, images);
  const bytes = binaryOf(input, binary);
  const files = bytes === undefined ? dataOf(input).map(decodeElement) : splitElements(bytes);
  if (files.length !== images) throw invalid(`${name} has the shape [${shape.join(', ')}], but not as many elements.`);
  const empty = files.findIndex((file) => file.length === 0);
  if (empty >= 0) throw new PneumoError('empty_file', `Picture ${empty} of ${name} is empty.`);
  return { kind: 'pictures', files };
};

const floatsOf = (data: readonly unknown[], name: string): Buffer => {
  const bytes = Buffer.allocUnsafe(data.length * FLOAT_BYTES);
  data.forEach((value, index) => {
    if (typeof value !== 'number') throw invalid(`${name} takes numbers.`);
    bytes.writeFloatLE(value, index * FLOAT_BYTES);
  });
  return bytes;
};

const assertFinite = (bytes: Buffer, name: string): void => {
  for (let at = 0; at < bytes.length; at += FLOAT_BYTES) {
    if (!Number.isFinite(bytes.readFloatLE(at))) throw invalid(`${name} takes finite numbers.`);
  }
};

const readRaw = (input: InferInput, binary: Buffer, imageShape: readonly number[]): ReadInput => {
  assertDatatype(input, 'FP32');
  const { name, shape } = input;
  const [images = 0, ...rest] = shape;
  if (rest.join() !== imageShape.join()) {
    throw invalid(`${name} has the shape [n, ${imageShape.join(', ')}], not [${shape.join(', ')}].`);
  }
  assertImages(name, images);
  const bytes = binaryOf(input, binary) ?? floatsOf(dataOf(input), name);
  if (bytes.length !== countOf(shape) * FLOAT_BYTES) {
    throw invalid(`${name} has the shape [${shape.join(', ')}], but not as many values.`);
  }
  assertFinite(bytes, name);
  return { kind: 'raw', images, bytes };
};

/** The one input of a request. Throws `validation_failed`, `malformed_body` or `empty_file`. */
export const readInput = ({ asked, binary }: AskedInference, imageShape: readonly number[]): ReadInput => {
  const [input, ...others] = asked.inputs;
  if (input === undefined || others.length > 0) throw invalid(`Send one input: ${PICTURES} or ${RAW}.`);
  if (input.name === PICTURES) return readPictures(input, binary);
  if (input.name === RAW) return readRaw(input, binary, imageShape);
  throw invalid(`There is no input ${input.name}; send ${PICTURES} or ${RAW}.`);
};
