import { execFile } from 'node:child_process';
import { access, mkdir } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { toolEnv } from './env.ts';
import type { Manifest } from './manifest.ts';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
const MODULE = 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1';
const CACHE = join(ROOT, 'node_modules', '.cache', 'kustomize');
const OUTPUT_BYTES = 32 * 2 ** 20;

export interface Kustomize {
  /** What renders: told to people. */
  readonly name: string;
  /** Objects of the kustomization in a folder. Rejects with kustomize's own words. */
  render(folder: string): Promise<Manifest[]>;
}

const createKustomize = (name: string, file: string, args: readonly string[]): Kustomize => ({
  name,
  render: async (folder) => {
    const { stdout } = await run(file, [...args, folder], { maxBuffer: OUTPUT_BYTES });
    return parseAllDocuments(stdout).map((document): Manifest => {
      if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join('; '));
      return document.toJS() as Manifest;
    });
  },
});

const tryRun = async (file: string, args: readonly string[]): Promise<string | undefined> => {
  try {
    return (await run(file, [...args])).stdout;
  } catch {
    return undefined;
  }
};

/** Components came with kustomize 3.7, and `labels` with 4.1: kubectl before 1.21 has neither. */
const fromKubectl = async (): Promise<Kustomize | undefined> => {
  const version = /"kustomizeVersion":\s*"(v5[^"]*)"/.exec(
    (await tryRun('kubectl', ['version', '--client', '--output', 'json'])) ?? '',
  )?.[1];
  return version === undefined ? undefined : createKustomize(`kubectl kustomize ${version}`, 'kubectl', ['kustomize']);
};

const fromPath = async (): Promise<Kustomize | undefined> => {
  const version = /v5\.\S+/.exec((await tryRun('kustomize', ['version'])) ?? '')?.[0];
  return version === undefined ? undefined : createKustomize(`kustomize ${version}`, 'kustomize', ['build']);
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Built from its Go module, once, into a cache that `pnpm install` leaves alone. */
const fromGo = async (): Promise<Kustomize | undefined> => {
  const file = join(CACHE, MODULE.split('@')[1]!, 'kustomize');
  if (!(await exists(file))) {
    await mkdir(join(file, '..'), { recursive: true });
    const path = [toolEnv.path, '/usr/local/go/bin'].join(delimiter);
    try {
      await run('go', ['install', MODULE], {
        env: { ...toolEnv.all, PATH: path, GOBIN: join(file, '..'), GOFLAGS: '-p=2' },
      });
    } catch {
      return undefined;
    }
  }
  return createKustomize(`kustomize ${MODULE.split('@')[1]!} (Go module)`, file, ['build']);
};

/** The first kustomize 5 that is here: kubectl's, one on the PATH, or, where wanted, one built from its Go module. */
export const findKustomize = async (options: { readonly buildIt: boolean }): Promise<Kustomize | undefined> =>
  (await fromKubectl()) ?? (await fromPath()) ?? (options.buildIt ? await fromGo() : undefined);
