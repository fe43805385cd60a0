import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Architecture } from '@pneumo/shared/contracts';

const architectures: readonly Architecture[] = ['compact', 'cnn'];

export interface DemoOptions {
  help: boolean;
  /** Folder with real images; phantoms when undefined. */
  data: string | undefined;
  /** Images at most, half of each class; undefined: all of them. */
  limit: number | undefined;
  architecture: Architecture;
  /** Keep the data folder. */
  keep: boolean;
}

export const demoUsage = `Usage: npm run demo [-- OPTIONS]

Does the main job by itself, in a data folder of its own: starts Pneumo, imports a data set, trains a network, evaluates it on
sealed patients, promotes it, and predicts one image that it has never seen. Without --data it draws phantoms: chest-like
pictures, for trying everything without data. The last line is one line of JSON. Research and education only. Not a diagnosis.

Options
  --data DIR            a folder with NORMAL/ and PNEUMONIA/, or train/, val/, test/ above them
  --limit N             take N images, half of each class (with --data), or draw N phantoms
  --architecture NAME   network to train: compact (default) or cnn
  --keep                keep the data folder and say where it is
  --help                this text
`;

/** Reads the command line. Relative folders start at `callerDir`. Throws an Error for what it does not understand. */
export function readDemoOptions(args: string[], callerDir: string): DemoOptions {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', default: false },
      data: { type: 'string' },
      limit: { type: 'string' },
      architecture: { type: 'string', default: 'compact' },
      keep: { type: 'boolean', default: false },
    },
  });
  const limit = values.limit === undefined ? undefined : Number(values.limit);
  // Fewer cannot fill five splits with both classes.
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 60)) {
    throw new Error(`--limit ${values.limit ?? ''}: a number of at least 60 is wanted`);
  }
  const architecture = architectures.find((name) => name === values.architecture);
  if (!architecture)
    throw new Error(`--architecture ${values.architecture}: one of ${architectures.join(', ')} is wanted`);
  const data = values.data === undefined ? undefined : resolve(callerDir, values.data);
  return { help: values.help, data, limit, architecture, keep: values.keep };
}
