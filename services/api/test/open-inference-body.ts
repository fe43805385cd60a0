export interface TestInput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: string;
  readonly data?: unknown;
  readonly parameters?: Record<string, unknown>;
}

/** Elements of a BYTES tensor as they travel in binary form. */
export const bytesTensor = (files: readonly Uint8Array[]): Buffer =>
  Buffer.concat(
    files.flatMap((file) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(file.length);
      return [length, file];
    }),
  );

/** A request whose one tensor follows the JSON in binary form. */
export const binaryBody = (
  input: TestInput,
  bytes: Uint8Array,
  more: Record<string, unknown> = {},
): { payload: Buffer; headers: Record<string, string> } => {
  const described = { ...input, parameters: { ...input.parameters, binary_data_size: bytes.length } };
  const head = Buffer.from(JSON.stringify({ inputs: [described], ...more }));
  return {
    payload: Buffer.concat([head, bytes]),
    headers: {
      'content-type': 'application/octet-stream',
      'inference-header-content-length': String(head.length),
    },
  };
};
