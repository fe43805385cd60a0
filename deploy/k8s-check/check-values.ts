import { messageOf } from '../../packages/shared/src/runtime/errors.ts';
import { type Manifest, nameOf } from './manifest.ts';
import { schemaModuleOf } from './schema-module.ts';

interface Model {
  validate(): void;
}

const hasConstructor = (found: unknown): found is new (data: object) => Model => typeof found === 'function';

const problemOf = async (manifest: Manifest): Promise<string | undefined> => {
  const { module, name } = schemaModuleOf(manifest);
  let found: unknown;
  try {
    const loaded = (await import(module)) as Record<string, unknown>;
    found = loaded[name];
  } catch {
    found = undefined;
  }
  if (!hasConstructor(found)) return `there is no kind ${manifest.kind} in ${manifest.apiVersion}`;
  try {
    new found(manifest).validate();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
};

/** Required fields, types, formats and patterns, by the JSON schemas that Kubernetes and the operators publish. */
export const checkValues = async (manifests: readonly Manifest[]): Promise<string[]> => {
  const problems = await Promise.all(
    manifests.map(async (manifest) => {
      const problem = await problemOf(manifest);
      return problem === undefined ? [] : [`${nameOf(manifest)}: ${problem}`];
    }),
  );
  return problems.flat();
};
