export { type DescribeFile, describeByFolders, describeByLabels, type FileDescription } from './describe-file.ts';
export { type LabelsFile, labelsPathOf } from './labels-file.ts';
export { isOwnPatient, patientKeyOf, subtypeOf } from './patient-key.ts';
export { readLabels } from './read-labels.ts';
export { createSourceLayout, isLitter } from './source-layout.ts';
