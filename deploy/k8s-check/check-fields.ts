import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { type Manifest, nameOf } from './manifest.ts';
import { schemaModuleOf } from './schema-module.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Never written; it lies here so that its imports are found. */
const FILE = join(ROOT, 'deploy', 'k8s-check', 'rendered.ts');

/**
 * Fields that no schema has, such as a misspelt one: the published JSON schemas let them pass, but the types made from the same definitions
 * do not. All objects are typed at once as literals, since the compiler looks at literals for fields that are too many.
 */
export const checkFields = (manifests: readonly Manifest[]): string[] => {
  const lines = manifests.map((manifest, index) => {
    const { module, name } = schemaModuleOf(manifest);
    return `export const o${index}: import("${module}").I${name} = ${JSON.stringify(manifest)};`;
  });
  const text = lines.join('\n');
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2022.d.ts'],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  host.getCurrentDirectory = () => dirname(FILE);
  host.fileExists = (file) => file === FILE || onDisk.fileExists(file);
  host.readFile = (file) => (file === FILE ? text : onDisk.readFile(file));
  host.getSourceFile = (file, target, ...rest) =>
    file === FILE ? ts.createSourceFile(file, text, target, true) : onDisk.getSourceFile(file, target, ...rest);
  const program = ts.createProgram([FILE], options, host);
  const source = program.getSourceFile(FILE);
  return ts.getPreEmitDiagnostics(program, source).map(({ start = 0, messageText }) => {
    const line = source?.getLineAndCharacterOfPosition(start).line ?? 0;
    const words = ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/g, ' ');
    return `${nameOf(manifests[line]!)}: ${words.slice(0, 400)}`;
  });
};
