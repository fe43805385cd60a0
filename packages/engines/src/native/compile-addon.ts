import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BuildFailed } from './build-failed.ts';
import { runTool } from './run-tool.ts';

const require = createRequire(import.meta.url);
/** The highest that tfjs-node 4.22 offers; it looks for its addon in a folder of that name. */
const napiVersion = 8;

function packageFolder(name: string): string {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    throw new BuildFailed(`${name} is not installed. Run pnpm install.`);
  }
}

/**
 * Compiles tfjs-node's addon against the libraries in `folder` and puts it where tfjs-node looks, with a file beside it that tells what it
 * was built with. Returns the path of the addon.
 */
export async function compileAddon(options: {
  readonly version: string;
  readonly cuda: boolean;
  readonly folder: string;
  readonly tell: (line: string) => void;
}): Promise<string> {
  const { version, cuda, folder, tell } = options;
  const tfjsNode = packageFolder('@tensorflow/tfjs-node');
  const headers = join(packageFolder('node-api-headers'), 'include');
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(tfjsNode, 'binding', name));
  const libraries = join(folder, 'tensorflow');
  if (!sources.every((source) => existsSync(source))) throw new BuildFailed(`${tfjsNode} has no sources of the addon.`);

  const target = join(tfjsNode, 'lib', `napi-v${napiVersion}`);
  const addon = join(target, 'tfjs_binding.node');
  await mkdir(target, { recursive: true });
  tell(`Compiling the addon of ${tfjsNode}`);
  const includes = [headers, join(libraries, 'include'), tfjsNode].flatMap((include) => ['-I', include]);
  const links = ['-L', libraries, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'];
  await runTool(
    'g++',
    [
      ...['-std=c++17', '-O2', '-fPIC', '-shared', `-DNAPI_VERSION=${napiVersion}`, ...includes, ...sources],
      ...['-o', `${addon}.partial`, ...links, `-Wl,-rpath,${libraries}`],
    ],
    'It needs g++ 11 or newer (Debian: apt-get install g++); see above for what it said.',
  );
  await writeFile(join(target, 'tensorflow.json'), `${JSON.stringify({ tensorflow: version, cuda, folder })}\n`);
  await rename(`${addon}.partial`, addon);
  return addon;
}
