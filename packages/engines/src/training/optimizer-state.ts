import { type ParameterVector, packParameters, unpackParameters, type Weights } from '@pneumo/models';

const momentNames = ['moment1', 'moment2'] as const;

/** Adam's moments as named tensors. */
export function nameMoments(vector: ParameterVector, moments: readonly [Float32Array, Float32Array]): Weights {
  return new Map(
    momentNames.flatMap((moment, index) =>
      [...unpackParameters(vector, moments[index]!)].map(([name, tensor]) => [`${moment}/${name}`, tensor] as const),
    ),
  );
}

/** The inverse of `nameMoments`; throws where a tensor is missing. */
export function readMoments(vector: ParameterVector, optimizer: Weights): [Float32Array, Float32Array] {
  const read = (moment: string): Float32Array => {
    const prefix = `${moment}/`;
    const named = [...optimizer].flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
    );
    return packParameters(vector, new Map(named));
  };
  return [read(momentNames[0]), read(momentNames[1])];
}
