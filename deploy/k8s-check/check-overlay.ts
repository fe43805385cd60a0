import { checkEnvironment } from './check-environment.ts';
import { checkFields } from './check-fields.ts';
import { checkNetwork } from './check-network.ts';
import { checkPods } from './check-pods.ts';
import { checkReferences } from './check-references.ts';
import { checkScaling } from './check-scaling.ts';
import { checkValues } from './check-values.ts';
import type { Manifest } from './manifest.ts';

/** Every check by its name. Each gives its problems, one line each; none means that it holds. */
export const checks: Record<string, (manifests: readonly Manifest[]) => string[] | Promise<string[]>> = {
  'values fit the schemas': checkValues,
  'no field is unknown': checkFields,
  'pods are restricted, limited, pinned, probed and budgeted': checkPods,
  'those who talk can, and nobody else': checkNetwork,
  'services get the variables that they read': checkEnvironment,
  'references lead somewhere': checkReferences,
  'autoscalers fit': checkScaling,
};

/** All problems of one rendered overlay. */
export const checkOverlay = async (manifests: readonly Manifest[]): Promise<string[]> => {
  const found = await Promise.all(Object.values(checks).map(async (check) => check(manifests)));
  return found.flat();
};
