import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { at, listAt, textAt } from '../../deploy/k8s-check/manifest.ts';
import { type JobKind, jobKinds } from '../../packages/shared/src/contracts/index.ts';

export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly periodSeconds: number;
}

export interface ScalingBehaviour {
  readonly windowSeconds: number;
  readonly policies: readonly ScalingPolicy[];
}

/** What a ScaledObject says, with what Kubernetes and KEDA take where it says nothing. */
export interface ScalingRules {
  readonly least: number;
  readonly most: number;
  /** How often KEDA looks whether one is needed where there is none, and whether the last may go. */
  readonly pollingSeconds: number;
  /** From the last time that anything waited until the last worker goes; only where there may be none. */
  readonly cooldownSeconds: number;
  readonly up: ScalingBehaviour;
  readonly down: ScalingBehaviour;
  /** Jobs of one kind for each worker. */
  readonly targets: readonly { readonly kind: JobKind; readonly perWorker: number }[];
}

const FOLDER = resolve(import.meta.dirname, '../../k8s/components/autoscaling-keda');

const DEFAULT_UP: ScalingBehaviour = {
  windowSeconds: 0,
  policies: [
    { type: 'Percent', value: 100, periodSeconds: 15 },
    { type: 'Pods', value: 4, periodSeconds: 15 },
  ],
};
const DEFAULT_DOWN: ScalingBehaviour = {
  windowSeconds: 300,
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

const numberAt = (value: unknown, fallback: number, ...path: string[]): number => {
  const found = at(value, ...path) ?? fallback;
  const number = Number(found);
  if (!Number.isFinite(number)) throw new Error(`${path.join('.')} is ${JSON.stringify(found)}, not a number`);
  return number;
};

const behaviourOf = (value: unknown, fallback: ScalingBehaviour): ScalingBehaviour => {
  const policies = listAt(value, 'policies').map((policy): ScalingPolicy => {
    const type = textAt(policy, 'type');
    if (type !== 'Pods' && type !== 'Percent') throw new Error(`a policy of type ${JSON.stringify(type)}`);
    return {
      type,
      value: numberAt(policy, Number.NaN, 'value'),
      periodSeconds: numberAt(policy, Number.NaN, 'periodSeconds'),
    };
  });
  return {
    windowSeconds: numberAt(value, fallback.windowSeconds, 'stabilizationWindowSeconds'),
    policies: policies.length > 0 ? policies : fallback.policies,
  };
};

/** Rejects where a manifest says what the formula here does not know. */
export const parseScaledObject = (text: string): ScalingRules => {
  const spec = at(parse(text), 'spec');
  const behaviour = at(spec, 'advanced', 'horizontalPodAutoscalerConfig', 'behavior');
  return {
    least: numberAt(spec, 0, 'minReplicaCount'),
    most: numberAt(spec, 100, 'maxReplicaCount'),
    pollingSeconds: numberAt(spec, 30, 'pollingInterval'),
    cooldownSeconds: numberAt(spec, 300, 'cooldownPeriod'),
    up: behaviourOf(at(behaviour, 'scaleUp'), DEFAULT_UP),
    down: behaviourOf(at(behaviour, 'scaleDown'), DEFAULT_DOWN),
    targets: listAt(spec, 'triggers').map((trigger) => {
      const location = textAt(trigger, 'metadata', 'valueLocation');
      const kind = jobKinds.find((each) => location === `queues.${each}.backlog`);
      if (textAt(trigger, 'type') !== 'metrics-api' || kind === undefined) {
        throw new Error(`a trigger that reads ${JSON.stringify(location)}, not the backlog of a queue`);
      }
      return { kind, perWorker: numberAt(trigger, Number.NaN, 'metadata', 'targetValue') };
    }),
  };
};

/** The rules that the cluster scales these workers by. */
export const readScalingRules = async (worker: 'inferencer' | 'trainer'): Promise<ScalingRules> =>
  parseScaledObject(await readFile(join(FOLDER, `${worker}-scaled-object.yaml`), 'utf8'));
