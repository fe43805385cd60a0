/** Files besides every package.json that name Pneumo's own version: in images' tags, variables and commands to copy. */
export const VERSIONED_FILES = [
  '.env.example',
  'Dockerfile',
  'docker-compose.yml',
  'docs/kubernetes.md',
  'docs/operations.md',
  'k8s/base/config/common.env',
  'k8s/base/kustomization.yaml',
  'k8s/components/gpu/kustomization.yaml',
  'packages/shared/src/runtime/env.ts',
] as const;

/** What stands before it; other programs' versions are left alone. */
const BEFORE = [
  'pneumo-(?:api|inferencer|trainer):',
  'newTag: ',
  'VERSION=',
  'VERSION:-',
  'VERSION` \\| `',
  "VERSION: Type\\.String\\(\\{ default: '",
];
const OWN_VERSION = new RegExp(`(${BEFORE.join('|')})(\\d+\\.\\d+\\.\\d+)`, 'g');

export const versionsIn = (text: string): string[] => [...text.matchAll(OWN_VERSION)].map(([, , version]) => version!);

export const withVersion = (text: string, version: string): string =>
  text.replace(OWN_VERSION, (_match, before: string) => `${before}${version}`);
