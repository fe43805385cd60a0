import type { InferOutput, InferRequest } from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';
import type { OutputOf } from './tensors.ts';

export interface WrittenOutputs {
  readonly outputs: InferOutput[];
  /** Of those in binary form, one after the other; empty where all stand in the JSON. */
  readonly binary: Buffer;
  readonly isBinary: boolean;
}

interface Chosen<T> {
  readonly output: OutputOf<T>;
  readonly isBinary: boolean;
}

/** The outputs that a request asks for, in its order; all where it names none. Throws `validation_failed`. */
export const chooseOutputs = <T>(
  { outputs: wanted, parameters }: Pick<InferRequest, 'outputs' | 'parameters'>,
  offered: readonly OutputOf<T>[],
): Chosen<T>[] => {
  const allBinary = parameters?.['binary_data_output'] === true;
  if (wanted === undefined || wanted.length === 0) return offered.map((output) => ({ output, isBinary: allBinary }));
  return wanted.map(({ name, parameters: own }) => {
    const output = offered.find((each) => each.name === name);
    if (output === undefined) {
      const names = offered.map((each) => each.name).join(', ');
      throw new PneumoError('validation_failed', `There is no output ${name} of this input; there are ${names}.`);
    }
    const binary = own?.['binary_data'];
    return { output, isBinary: typeof binary === 'boolean' ? binary : allBinary };
  });
};

const encode = (values: readonly (number | string)[]): Buffer =>
  Buffer.concat(
    values.map((value) => {
      if (typeof value === 'number') {
        const float = Buffer.allocUnsafe(4);
        float.writeFloatLE(value);
        return float;
      }
      const text = Buffer.from(value);
      const length = Buffer.allocUnsafe(4);
      length.writeUInt32LE(text.length);
      return Buffer.concat([length, text]);
    }),
  );

export const writeOutputs = <T>(chosen: readonly Chosen<T>[], answers: readonly T[]): WrittenOutputs => {
  const pieces: Buffer[] = [];
  const outputs = chosen.map(({ output, isBinary }): InferOutput => {
    const { name, datatype, columns } = output;
    const data = answers.flatMap((answer) => output.of(answer));
    const described = { name, datatype, shape: [answers.length, ...(columns === undefined ? [] : [columns])] };
    if (!isBinary) return { ...described, data };
    const bytes = encode(data);
    pieces.push(bytes);
    return { ...described, parameters: { binary_data_size: bytes.length } };
  });
  return { outputs, binary: Buffer.concat(pieces), isBinary: pieces.length > 0 };
};
