export { type DescribeFile, describeByFolders, describeByLabels, type FileDescription } from './describe-file.ts';
export { type LabelsFile, labelsPathOf } from './labels-file.ts';
export { isOwnPatient, patientKeyOf, patientKeyOfId, patientKeyOfImage, subtypeOf } from './patient-key.ts';
export { readLabels } from './read-labels.ts';
export { createSourceLayout, isLitter, isUsualFolder, publishedSplitNamed } from './source-layout.ts';
