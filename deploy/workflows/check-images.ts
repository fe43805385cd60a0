import { type Job, stepsOf, type Workflow } from './read-workflow.ts';

const BOTH = 'linux/amd64,linux/arm64';

const checkMatrix = ({ strategy }: Job, targets: readonly string[]): string[] => {
  const built = strategy?.matrix?.include ?? [];
  const names = built.map(({ target }) => target ?? '');
  const missing = targets.filter((target) => !names.includes(target));
  const unknown = names.filter((name) => !targets.includes(name));
  return [
    ...missing.map((target) => `${target} is not built`),
    ...unknown.map((name) => `${name} is no target of the Dockerfile`),
    ...built.flatMap(({ target = '', platforms, image, suffix = '' }) => {
      const isGpu = target.endsWith('-gpu');
      return [
        // CUDA's images and libraries are for this one only.
        ...(platforms === (isGpu ? 'linux/amd64' : BOTH) ? [] : [`${target} is built for ${platforms}`]),
        ...(`${image}${suffix}` === `pneumo-${target}` ? [] : [`${target} is called ${image}${suffix}`]),
      ];
    }),
  ];
};

/** Complaints about the workflow that builds images: which, for what, and with what beside them. */
export const checkImages = (workflow: Workflow, targets: readonly string[]): string[] => {
  const builds = stepsOf(workflow).filter(({ uses }) => uses?.startsWith('docker/build-push-action@') === true);
  const attests = stepsOf(workflow).some(({ uses }) => uses?.startsWith('actions/attest-build-provenance@') === true);
  return [
    ...Object.values(workflow.jobs).flatMap((job) => checkMatrix(job, targets)),
    ...(builds.length === 0 ? ['nothing is built'] : []),
    ...builds.flatMap((build) => [
      ...(build.with?.['sbom'] === true ? [] : ['there is no SBOM']),
      ...(build.with?.['provenance'] === 'mode=max' ? [] : ['there is no full provenance']),
    ]),
    ...(attests ? [] : ['the provenance is not signed']),
  ];
};
