import onnxProto from 'onnx-proto';

const { onnx } = onnxProto;

/** A whole number is an INT attribute; a FLOAT one is marked, since 1 could be either. */
type Attribute = number | readonly number[] | string | { readonly float: number };
type Dimension = number | string;

interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly domain?: string;
}

/** Collects the nodes of an ONNX graph. Values are named by what makes them; every node gets a number, so names never clash. */
export interface GraphBuilder {
  /** Adds a node with one output and returns the output's name. */
  node(opType: string, inputs: readonly string[], options?: NodeOptions): string;
  /** Adds a node with several outputs. */
  nodes(opType: string, inputs: readonly string[], outputCount: number, options?: NodeOptions): string[];
  floats(dims: readonly number[], data: Float32Array, name?: string): string;
  /** A float scalar, shared by all who ask for the same one. */
  scalar(value: number): string;
  /** A vector of int64, shared by all who ask for the same one. */
  ints(values: readonly number[]): string;
  input(name: string, dims: readonly Dimension[]): string;
  /** Declares `value` as the graph's output `name`. */
  output(name: string, value: string, dims: readonly Dimension[]): void;
  build(): Uint8Array;
}

function encodeAttribute(name: string, value: Attribute): InstanceType<typeof onnx.AttributeProto> {
  const types = onnx.AttributeProto.AttributeType;
  if (typeof value === 'number') return onnx.AttributeProto.create({ name, type: types.INT, i: value });
  if (typeof value === 'string') {
    return onnx.AttributeProto.create({ name, type: types.STRING, s: new TextEncoder().encode(value) });
  }
  if ('float' in value) return onnx.AttributeProto.create({ name, type: types.FLOAT, f: value.float });
  return onnx.AttributeProto.create({ name, type: types.INTS, ints: [...value] });
}

function valueInfo(name: string, dims: readonly Dimension[]): InstanceType<typeof onnx.ValueInfoProto> {
  const dim = dims.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return onnx.ValueInfoProto.create({
    name,
    type: { tensorType: { elemType: onnx.TensorProto.DataType.FLOAT, shape: { dim } } },
  });
}

const asBytes = (data: Float32Array | BigInt64Array): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Starts an empty graph (opset 18). All inputs and outputs are float32. */
export function createGraphBuilder(graphName: string): GraphBuilder {
  const nodes: InstanceType<typeof onnx.NodeProto>[] = [];
  const initializers: InstanceType<typeof onnx.TensorProto>[] = [];
  const inputs: InstanceType<typeof onnx.ValueInfoProto>[] = [];
  const outputs: InstanceType<typeof onnx.ValueInfoProto>[] = [];
  const shared = new Map<string, string>();
  const domains = new Set<string>();

  const constant = (
    name: string,
    dims: readonly number[],
    dataType: number,
    data: Float32Array | BigInt64Array,
  ): string => {
    initializers.push(onnx.TensorProto.create({ name, dims: [...dims], dataType, rawData: asBytes(data) }));
    return name;
  };
  const share = (name: string, make: () => void): string => {
    if (!shared.has(name)) {
      shared.set(name, name);
      make();
    }
    return name;
  };

  const builder: GraphBuilder = {
    node: (opType, nodeInputs, options) => builder.nodes(opType, nodeInputs, 1, options)[0]!,
    nodes(opType, nodeInputs, outputCount, { attributes = {}, domain = '' } = {}) {
      const name = `${opType}_${nodes.length}`;
      const output = Array.from({ length: outputCount }, (_, index) => (index === 0 ? name : `${name}_${index}`));
      if (domain !== '') domains.add(domain);
      nodes.push(
        onnx.NodeProto.create({
          name,
          opType,
          domain,
          input: [...nodeInputs],
          output,
          attribute: Object.entries(attributes).map(([key, value]) => encodeAttribute(key, value)),
        }),
      );
      return output;
    },
    floats: (dims, data, name = `constant_${initializers.length}`) =>
      constant(name, dims, onnx.TensorProto.DataType.FLOAT, data),
    scalar: (value) =>
      share(`scalar_${value}`, () => {
        constant(`scalar_${value}`, [], onnx.TensorProto.DataType.FLOAT, Float32Array.of(value));
      }),
    ints: (values) => {
      const name = `ints_${values.join('_')}`;
      return share(name, () => {
        const data = BigInt64Array.from(values, BigInt);
        constant(name, [values.length], onnx.TensorProto.DataType.INT64, data);
      });
    },
    input(name, dims) {
      inputs.push(valueInfo(name, dims));
      return name;
    },
    output(name, value, dims) {
      nodes.push(onnx.NodeProto.create({ name: `output_${name}`, opType: 'Identity', input: [value], output: [name] }));
      outputs.push(valueInfo(name, dims));
    },
    build: () =>
      onnx.ModelProto.encode(
        onnx.ModelProto.create({
          irVersion: 8,
          producerName: 'pneumo',
          opsetImport: [{ domain: '', version: 18 }, ...[...domains].map((domain) => ({ domain, version: 1 }))],
          graph: { name: graphName, node: nodes, initializer: initializers, input: inputs, output: outputs },
        }),
      ).finish(),
  };
  return builder;
}
