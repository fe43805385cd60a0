import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Step } from './read-workflow.ts';

/** An action at a whole version or a commit; one of ours by its path. */
const PINNED = /^[\w.-]+\/[\w./-]+@(?:v\d+\.\d+\.\d+|[0-9a-f]{40})$/;
const OWN_FILE = /(?<![\w./$"-])(?:\.ci|deploy|packages|services|test|k8s)\/[\w./-]*\w/g;
const SCRIPT = /\bpnpm (?:run )?([\w:-]+)/g;
/** What comes from a caller is code once it stands in a shell's text; an environment variable keeps it data. */
const INTERPOLATED = /\$\{\{\s*(?:github\.(?:event\b|head_ref|ref_name)|inputs\.|steps\.|needs\.)/;

/** Complaints about what a step uses and runs. */
export const checkStep = (step: Step, root: string, scripts: ReadonlySet<string>): string[] => {
  const { uses, run = '' } = step;
  const complaints: string[] = [];
  if (uses?.startsWith('./') === true) {
    if (!existsSync(join(root, uses))) complaints.push(`uses ${uses}, which is not there`);
  } else if (uses !== undefined && !PINNED.test(uses)) complaints.push(`uses ${uses}, which is not pinned`);
  if (uses?.startsWith('actions/checkout@') === true && step.with?.['persist-credentials'] !== false)
    complaints.push('leaves the token in the checkout');
  for (const [path] of run.matchAll(OWN_FILE)) {
    if (!existsSync(join(root, path))) complaints.push(`runs ${path}, which is not there`);
  }
  for (const [, script = ''] of run.matchAll(SCRIPT)) {
    if (!scripts.has(script)) complaints.push(`runs the script ${script}, which package.json lacks`);
  }
  for (const [, version] of run.matchAll(/\bgo install \S+?@(\S+)/g)) {
    if (!/^v\d+\.\d+\.\d+$/.test(version!)) complaints.push(`installs something at ${version}`);
  }
  if (INTERPOLATED.test(run)) complaints.push('puts what others choose into a shell');
  return complaints;
};
