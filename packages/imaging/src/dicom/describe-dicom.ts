import { ageBandOf, type FilmDescription, type Warning } from '@pneumo/shared/contracts';
import type { DataSet } from 'dicom-parser';
import { isPartUnknown, isSecondaryCapture } from './assert-chest-film.ts';
import { type DicomIdentity, readIdentity } from './dicom-identity.ts';
import { codeString, decimals, text } from './element-values.ts';
import { ageInYears } from './patient-age.ts';
import { present } from './present-values.ts';
import { TAGS } from './tags.ts';
import { viewOf } from './view-position.ts';

/** What is kept of a DICOM file beside its pixels, and the ids that are hashed. */
export interface DicomDescription
  extends Pick<FilmDescription, 'modality' | 'view' | 'ageBand' | 'pixelSpacingMm' | 'device' | 'warnings'> {
  readonly identity: DicomIdentity;
}

/** Pixel spacing is that of the file, row and column in mm, whatever the size of the stored picture. */
export function describeDicom(elements: DataSet): DicomDescription {
  const modality = codeString(elements, TAGS.modality);
  const years = ageInYears({
    age: codeString(elements, TAGS.patientAge),
    birthDate: text(elements, TAGS.birthDate),
    takenOn: text(elements, TAGS.acquisitionDate) ?? text(elements, TAGS.studyDate),
  });
  const model = text(elements, TAGS.modelName)
    ?.replace(/[^\w .,/+()-]/g, '')
    .slice(0, 64)
    .trim();
  return {
    ...present({
      modality: modality !== undefined && /^[A-Z]{2,16}$/.test(modality) ? modality : undefined,
      view: viewOf(elements),
      ageBand: years === undefined ? undefined : ageBandOf(years),
      pixelSpacingMm: spacingOf(elements),
      device: model === '' ? undefined : model,
    }),
    warnings: warningsOf(elements),
    identity: readIdentity(elements),
  };
}

function spacingOf(elements: DataSet): number[] | undefined {
  const spacing = [TAGS.pixelSpacing, TAGS.imagerPixelSpacing]
    .map((tag) => decimals(elements, tag))
    .find((values) => values?.length === 2 && values.every((value) => value > 0));
  return spacing === undefined ? undefined : [...spacing];
}

function warningsOf(elements: DataSet): Warning[] {
  const warnings: Warning[] = [];
  if (isSecondaryCapture(elements) && codeString(elements, TAGS.burnedIn) !== 'NO') {
    warnings.push({
      code: 'burned_in_unknown',
      message: 'A secondary capture that does not say whether texts are burned into its pixels.',
    });
  }
  if (isPartUnknown(elements)) {
    warnings.push({ code: 'body_part_unknown', message: 'The file does not say which part of the body it shows.' });
  }
  return warnings;
}
