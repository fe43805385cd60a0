import type { View } from '@pneumo/shared/contracts';
import type { DataSet } from 'dicom-parser';
import { codeString, firstItem, text } from './element-values.ts';
import { TAGS } from './tags.ts';

const LATERAL = /^(LL|RL|LLAT|RLAT|ML|LM|LAT|LATERAL)$/;

/** View codes of projection radiography (PS3.16 CID 4010): SNOMED CT and the older SRT. */
const VIEW_OF_CODE: Readonly<Record<string, View>> = {
  '399348003': 'AP',
  'R-10206': 'AP',
  '399272003': 'PA',
  '272479007': 'PA',
  'R-10214': 'PA',
  '399067008': 'lateral',
  'R-10228': 'lateral',
  '399173006': 'lateral',
  'R-10236': 'lateral',
  '399198007': 'lateral',
  'R-10232': 'lateral',
};

/** How the film was taken, from the view position, the view code, or else the sides that the picture's axes point to. */
export function viewOf(elements: DataSet): View | undefined {
  const position = codeString(elements, TAGS.viewPosition);
  if (position !== undefined) {
    if (position === 'PA' || position === 'AP') return position;
    return LATERAL.test(position) ? 'lateral' : 'other';
  }
  const item = firstItem(elements, TAGS.viewCodeSequence);
  const code = item === undefined ? undefined : codeString(item, TAGS.codeValue);
  if (code !== undefined && Object.hasOwn(VIEW_OF_CODE, code)) return VIEW_OF_CODE[code];
  const across = text(elements, TAGS.patientOrientation)?.[0]?.toUpperCase();
  if (across === 'L' || across === 'R') return 'frontal';
  return across === 'A' || across === 'P' ? 'lateral' : undefined;
}
