import { AgeBand } from '@pneumo/shared/contracts';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { decodeSafetensors, encodeSafetensors } from '../artifact/safetensors.ts';
import type { Weights } from '../network/weights.ts';
import { ABSTENTION_METHOD, type AbstentionModel } from './abstention-model.ts';
import type { GaussianModel } from './gaussian-model.ts';

/** Of a version, beside its weights. Versions made before there was one have none. */
export const ABSTENTION_FILE = 'abstention.safetensors';

const Distances = Type.Object({ unusual: Type.Number(), far: Type.Number() });
const Description = Type.Object({
  method: Type.Literal(ABSTENTION_METHOD),
  limits: Type.Object({
    contrast: Type.Number(),
    clippedShare: Type.Number(),
    sharpness: Type.Number(),
    shorterSide: Type.Number(),
    likeness: Distances,
    structure: Distances,
    inverted: Type.Number(),
    turned: Type.Number(),
    features: Type.Number(),
    nearThreshold: Type.Number(),
  }),
  ageBands: Type.Union([Type.Array(AgeBand), Type.Null()]),
  fittedOn: Type.Object({ train: Type.Integer(), featureRows: Type.Integer(), calibration: Type.Integer() }),
  classes: Type.Integer({ minimum: 1, maximum: 16 }),
});

const PARTS = ['mean', 'axes', 'variances', 'otherVariance'] as const;

/** Numbers as tensors, all else as JSON in the metadata: safetensors, like the weights. */
export const encodeAbstention = (model: AbstentionModel): Uint8Array => {
  const { likeness, structure, features, ...rest } = model;
  const weights: Weights = new Map();
  const add = (name: string, { mean, axes, variances, otherVariance }: GaussianModel): void => {
    weights.set(`${name}.mean`, { shape: [mean.length], data: mean });
    weights.set(`${name}.axes`, { shape: [variances.length, mean.length], data: axes });
    weights.set(`${name}.variances`, { shape: [variances.length], data: variances });
    weights.set(`${name}.otherVariance`, { shape: [1], data: Float32Array.of(otherVariance) });
  };
  add('likeness', likeness);
  add('structure', structure);
  features.forEach((one, index) => add(`features.${index}`, one));
  return encodeSafetensors(weights, { abstention: JSON.stringify({ ...rest, classes: features.length }) });
};

/** Throws an Error that names the fault for bytes that `encodeAbstention` did not make. */
export const decodeAbstention = (bytes: Uint8Array): AbstentionModel => {
  const { weights, metadata } = decodeSafetensors(bytes);
  const description: unknown = JSON.parse(metadata['abstention'] ?? 'null');
  if (!Value.Check(Description, description)) throw new Error('The abstention file does not describe itself');
  const read = (name: string): GaussianModel => {
    const [mean, axes, variances, other] = PARTS.map((part) => weights.get(`${name}.${part}`)?.data);
    if (mean === undefined || axes === undefined || variances === undefined || other?.length !== 1) {
      throw new Error(`The abstention file lacks ${name}`);
    }
    if (axes.length !== mean.length * variances.length) throw new Error(`${name} of the abstention file does not fit`);
    return { mean, axes, variances, otherVariance: other[0]! };
  };
  const { classes, ...rest } = description;
  return {
    ...rest,
    likeness: read('likeness'),
    structure: read('structure'),
    features: Array.from({ length: classes }, (_, index) => read(`features.${index}`)),
  };
};
