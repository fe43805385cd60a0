import type { Layer, ResidualLayer } from '../network/layer.ts';
import type { TraceContext, Traced, TraceInput } from './trace.ts';
import { traceBatchNorm } from './trace-batch-norm.ts';
import { traceConvolution } from './trace-convolution.ts';
import { traceDense, traceDropout, traceFlatten, traceRelu } from './trace-dense.ts';
import { canPoolConvolution, tracePooledConvolution } from './trace-pooled-convolution.ts';
import { traceGlobalAveragePool, traceMaxPool } from './trace-pooling.ts';
import { traceZeroPad } from './trace-zero-pad.ts';

function traceRescale({ graph }: TraceContext, scale: number, offset: number, input: TraceInput): Traced {
  const scaled = graph.node('Mul', [input.value, graph.scalar(scale)]);
  return {
    value: offset === 0 ? scaled : graph.node('Add', [scaled, graph.scalar(offset)]),
    shape: input.shape,
    backward: (gradient) => (input.needsGradient ? graph.node('Mul', [gradient, graph.scalar(scale)]) : undefined),
  };
}

function traceResidual(context: TraceContext, layer: ResidualLayer, input: TraceInput): Traced {
  const body = traceLayers(context, layer.body, input);
  const shortcut = traceLayers(context, layer.shortcut, input);
  return {
    value: context.graph.node('Add', [body.value, shortcut.value]),
    shape: body.shape,
    backward(gradient) {
      const parts = [body.backward(gradient), shortcut.backward(gradient)].filter((part) => part !== undefined);
      return parts.length === 2 ? context.graph.node('Add', parts) : parts[0];
    },
  };
}

function traceLayer(context: TraceContext, layer: Layer, input: TraceInput): Traced {
  switch (layer.kind) {
    case 'rescale':
      return traceRescale(context, layer.scale, layer.offset, input);
    case 'conv':
      return traceConvolution(context, layer, input);
    case 'batchNorm':
      return traceBatchNorm(context, layer, input);
    case 'relu':
      return traceRelu(context, layer, input);
    case 'maxPool':
      return traceMaxPool(context, layer, input);
    case 'globalAveragePool':
      return traceGlobalAveragePool(context, layer, input);
    case 'flatten':
      return traceFlatten(context, layer, input);
    case 'dense':
      return traceDense(context, layer, input);
    case 'dropout':
      return traceDropout(context, layer, input);
    case 'residual':
      return traceResidual(context, layer, input);
    case 'zeroPad':
      return traceZeroPad(context, layer, input);
    case 'pickChannels':
      throw new Error(`Layer ${layer.name}: picking channels is for frozen trunks, which have no training graph`);
    case 'repeatChannels':
      throw new Error(`Layer ${layer.name}: only a convolution can follow repeated channels in a training graph`);
  }
}

const trainable = (layer: Layer): boolean => ['conv', 'batchNorm', 'dense', 'residual'].includes(layer.kind);

/** Pools before the rectifier instead of after: the same values and gradients, at a quarter of the work or less. */
function poolBeforeRelu(layers: readonly Layer[]): Layer[] {
  const sorted = [...layers];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [first, second] = [sorted[i]!, sorted[i + 1]!];
    if (first.kind === 'relu' && second.kind === 'maxPool') [sorted[i], sorted[i + 1]] = [second, first];
  }
  return sorted;
}

/** Writes the forward nodes of the layers; the result's `backward` writes the backward ones, last layer first. */
export function traceLayers(context: TraceContext, layers: readonly Layer[], input: TraceInput): Traced {
  const steps: Traced[] = [];
  let current = input;
  let repeats = 1;
  const sorted = poolBeforeRelu(layers);
  for (let index = 0; index < sorted.length; index++) {
    const layer = sorted[index]!;
    if (layer.kind === 'repeatChannels' && !current.needsGradient) {
      repeats = layer.count;
      continue;
    }
    if (repeats > 1 && layer.kind !== 'conv') {
      throw new Error(`Layer ${layer.name}: only a convolution can follow repeated channels in a training graph`);
    }
    const next = sorted[index + 1];
    let step: Traced;
    if (layer.kind === 'conv' && canPoolConvolution(layer, next, current)) {
      step = tracePooledConvolution(context, layer, next, current, repeats);
      index++;
    } else {
      step =
        layer.kind === 'conv'
          ? traceConvolution(context, layer, current, repeats)
          : traceLayer(context, layer, current);
    }
    repeats = 1;
    steps.push(step);
    current = { value: step.value, shape: step.shape, needsGradient: current.needsGradient || trainable(layer) };
  }
  return {
    value: current.value,
    shape: current.shape,
    backward: (gradient) => steps.reduceRight<string | undefined>((g, step) => g && step.backward(g), gradient),
  };
}
