import type { DataSet } from 'dicom-parser';

/** First of several values, upper case, without padding; undefined where there is none. */
export function codeString(elements: DataSet, tag: string): string | undefined {
  return text(elements, tag)?.split('\\')[0]!.trim().toUpperCase() || undefined;
}

/** The whole value as text without padding; undefined where there is none. */
export function text(elements: DataSet, tag: string): string | undefined {
  return elements.string(tag)?.replace(/\0+$/, '').trim() || undefined;
}

/** A decimal string's values that are finite numbers; undefined where one of them is none. */
export function decimals(elements: DataSet, tag: string): readonly number[] | undefined {
  const values = text(elements, tag)
    ?.split('\\')
    .map((value) => (value.trim() === '' ? Number.NaN : Number(value)));
  return values?.every(Number.isFinite) === true ? values : undefined;
}

export function decimal(elements: DataSet, tag: string): number | undefined {
  return decimals(elements, tag)?.[0];
}

/** An unsigned 16-bit value. */
export function unsigned(elements: DataSet, tag: string): number | undefined {
  return elements.elements[tag] === undefined || elements.elements[tag].length < 2 ? undefined : elements.uint16(tag);
}

/** The first item of a sequence. */
export function firstItem(elements: DataSet, tag: string): DataSet | undefined {
  return elements.elements[tag]?.items?.[0]?.dataSet;
}
