#!/usr/bin/env node
// The way in: runs on Node >= 18 with nothing installed, and sees to Node 22, pnpm and the dependencies before it
// starts what was asked for. Plain JavaScript, Node's own modules only.
import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensurePageBuilt } from './bootstrap/build-page.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';
import { runChild } from './bootstrap/run-child.mjs';
import { findNode, findPnpm, toolPath } from './bootstrap/toolchain.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const quiet = '--disable-warning=ExperimentalWarning';

const usage = `Usage: node packages/local/bootstrap.mjs COMMAND [ARGUMENTS]

  start      run Pneumo on this machine   (npm start -- --help shows its options)
  demo       the main job by itself       (npm run demo -- --help)
  page       build the page if its sources have changed, as start does
  test       all tests, by vitest
  pneumo     the command line           (npx pneumo --help)
  exec CMD   any command with the right Node and pnpm on PATH
`;

/** What each command runs. `ownSession`: the terminal's Ctrl-C reaches it through us only, so that it comes once. */
const commands = {
  start: (node, args) => ({ file: node, args: [quiet, 'packages/local/src/start.ts', ...args], ownSession: true }),
  demo: (node, args) => ({ file: node, args: [quiet, 'packages/local/src/demo/demo.ts', ...args], ownSession: true }),
  page: () => undefined,
  test: (node, args) => ({ file: node, args: [quiet, 'node_modules/vitest/vitest.mjs', 'run', ...args] }),
  pneumo: (node, args) => ({ file: node, args: [quiet, 'packages/cli/src/main.ts', ...args] }),
  exec: (_node, [file, ...args]) => ({ file, args }),
};

async function main([command, ...args]) {
  if (!Object.hasOwn(commands, command ?? '') || (command === 'exec' && args.length === 0)) {
    process.stderr.write(usage);
    return 2;
  }
  const node = await findNode(root);
  await ensureInstalled(root, node);
  if (command === 'start' || command === 'page') {
    const isBuilt = await ensurePageBuilt(root, node);
    if (command === 'page') return isBuilt ? 0 : 1;
  }
  const tools = command === 'exec' ? [node, await findPnpm(root, node)] : [node];
  const { file, args: childArgs, ownSession = false } = commands[command](node, args);
  return runChild(file, childArgs, { cwd: root, path: toolPath(tools), ownSession });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
