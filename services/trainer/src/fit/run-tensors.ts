import { readFileSync } from 'node:fs';
import { decodeSafetensors, encodeSafetensors, type Weights } from '@pneumo/models';

/** All tensors of a run: what a checkpoint carries beside its JSON state. */
export interface RunTensors {
  readonly weights: Weights;
  readonly optimizer: Weights;
  readonly average: Weights | undefined;
  readonly best: Weights | undefined;
}

const PARTS = ['weights', 'optimizer', 'average', 'best'] as const;

export const packRun = (tensors: RunTensors): Uint8Array => {
  const packed: Weights = new Map();
  for (const part of PARTS) {
    for (const [name, tensor] of tensors[part] ?? []) packed.set(`${part}/${name}`, tensor);
  }
  return encodeSafetensors(packed, { format: 'pneumo-checkpoint' });
};

export const unpackRun = (path: string): RunTensors => {
  const { weights: packed } = decodeSafetensors(readFileSync(path));
  const pick = (part: string): Weights | undefined => {
    const prefix = `${part}/`;
    const found: Weights = new Map();
    for (const [name, tensor] of packed) if (name.startsWith(prefix)) found.set(name.slice(prefix.length), tensor);
    return found.size === 0 ? undefined : found;
  };
  return {
    weights: pick('weights') ?? new Map<string, never>(),
    optimizer: pick('optimizer') ?? new Map<string, never>(),
    average: pick('average'),
    best: pick('best'),
  };
};
