/** A labels.csv, and the paths of all files that it may speak of. */
export interface LabelsFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly paths: readonly string[];
}

const NAME = 'labels.csv';

/** The labels.csv of a source: the one nearest to the top, of several the first by name. Undefined without one. */
export function labelsPathOf(paths: Iterable<string>): string | undefined {
  let found: string | undefined;
  for (const path of paths) {
    const isLabels = path.split('/').at(-1)?.toLowerCase() === NAME;
    if (isLabels && (found === undefined || before(path, found))) found = path;
  }
  return found;
}

function before(a: string, b: string): boolean {
  const [depthA, depthB] = [a, b].map((path) => path.split('/').length);
  return depthA === depthB ? a < b : depthA! < depthB!;
}
