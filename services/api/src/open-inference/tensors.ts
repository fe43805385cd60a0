import {
  DISCLAIMER,
  type InferenceModel,
  MAX_TENSOR_IMAGES,
  type PredictionResult,
  type TensorFigures,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';
import Type from 'typebox';
import { Value } from 'typebox/value';

/** Pictures, or images of a raw tensor, in one request. */
export const MAX_IMAGES = MAX_TENSOR_IMAGES;

/** JPEG, PNG or DICOM files, one an element. */
export const PICTURES = 'image';
/** What the network itself takes. */
export const RAW = 'input';

/** An output: one value for each image, or one row. */
export interface OutputOf<T> {
  readonly name: string;
  readonly datatype: 'FP32' | 'BYTES';
  /** Length of a row, where it is one. */
  readonly columns?: number;
  readonly of: (answer: T) => number | string | readonly number[];
}

export interface PictureAnswer {
  readonly jobId: string;
  readonly result: PredictionResult;
}

export type TensorImage = TensorFigures['images'][number] &
  Pick<TensorFigures, 'threshold'> & { readonly version: string };

const disclaimer = { name: 'disclaimer', datatype: 'BYTES', of: () => DISCLAIMER } as const;

export const PICTURE_OUTPUTS: readonly OutputOf<PictureAnswer>[] = [
  { name: 'outcome', datatype: 'BYTES', of: ({ result }) => result.outcome },
  { name: 'probability', datatype: 'FP32', of: ({ result }) => result.probability },
  { name: 'logits', datatype: 'FP32', columns: 2, of: ({ result }) => result.logits },
  { name: 'threshold', datatype: 'FP32', of: ({ result }) => result.threshold },
  { name: 'abstained_because', datatype: 'BYTES', of: ({ result }) => result.abstainedBecause ?? '' },
  { name: 'warnings', datatype: 'BYTES', of: ({ result }) => result.warnings.map(({ code }) => code).join(',') },
  { name: 'version', datatype: 'BYTES', of: ({ result }) => result.model.version },
  { name: 'job_id', datatype: 'BYTES', of: ({ jobId }) => jobId },
  disclaimer,
];

/** No outcome: nothing has looked at the picture, if it is one. */
export const RAW_OUTPUTS: readonly OutputOf<TensorImage>[] = [
  { name: 'probability', datatype: 'FP32', of: ({ probability }) => probability },
  { name: 'logits', datatype: 'FP32', columns: 2, of: ({ logits }) => logits },
  { name: 'threshold', datatype: 'FP32', of: ({ threshold }) => threshold },
  { name: 'version', datatype: 'BYTES', of: ({ version }) => version },
  disclaimer,
];

const Side = Type.Integer({ minimum: 1, maximum: 4_096 });
const Network = Type.Object({ input: Type.Object({ height: Side, width: Side, channels: Side }) });

/** Height, width and channels of what a version's network takes. */
export const imageShapeOf = ({ version, network }: VersionManifest): [number, number, number] => {
  if (!Value.Check(Network, network)) throw new PneumoError('version_damaged', `${version} does not tell its input.`);
  const { height, width, channels } = network.input;
  return [height, width, channels];
};

/** Inputs and outputs as the metadata of a model tells them. */
export const tensorsOf = (manifest: VersionManifest): Pick<InferenceModel, 'inputs' | 'outputs'> => ({
  inputs: [
    { name: PICTURES, datatype: 'BYTES', shape: [-1] },
    { name: RAW, datatype: 'FP32', shape: [-1, ...imageShapeOf(manifest)] },
  ],
  outputs: PICTURE_OUTPUTS.map(({ name, datatype, columns }) => ({
    name,
    datatype,
    shape: [-1, ...(columns === undefined ? [] : [columns])],
  })),
});
