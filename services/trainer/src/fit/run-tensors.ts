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
    const found = [...packed].filter(([name]) => name.startsWith(prefix));
    return found.length === 0 ? undefined : new Map(found.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
  };
  return {
    weights: pick('weights') ?? new Map(),
    optimizer: pick('optimizer') ?? new Map(),
    average: pick('average'),
    best: pick('best'),
  };
};
