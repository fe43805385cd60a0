// Finds Node >= 22.18 and pnpm 10, or fetches them from the npm registry once and remembers where they are.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { withInstallLock } from './install-lock.mjs';

const memory = (root) => join(root, 'node_modules', '.cache', 'pneumo', 'toolchain.json');
const fetchTimeoutMs = 300_000;

/** Node 22.18 is the first that runs TypeScript files by itself. */
const isNewEnough = (version) => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
};

const say = (line) => process.stderr.write(`${line}\n`);

/** What a command prints; undefined when it cannot run or fails. */
function output(file, args, path = process.env.PATH) {
  const env = { ...process.env, PATH: path, COREPACK_ENABLE_DOWNLOAD_PROMPT: '0', ...pnpmSettings };
  const result = spawnSync(file, args, { encoding: 'utf8', env, timeout: 20_000 });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/** pnpm would otherwise fetch the exact version that package.json names; any pnpm 10 does. */
export const pnpmSettings = { npm_config_manage_package_manager_versions: 'false' };

/** PATH with the folders of these tools first. */
export const toolPath = (tools) => [...new Set(tools.map((tool) => dirname(tool))), process.env.PATH].join(delimiter);

function remembered(root) {
  try {
    const found = JSON.parse(readFileSync(memory(root), 'utf8'));
    return typeof found === 'object' && found !== null ? found : {};
  } catch {
    return {};
  }
}

function remember(root, found) {
  const file = memory(root);
  mkdirSync(dirname(file), { recursive: true });
  // Written beside and moved, so that another process never reads half of it.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ ...remembered(root), ...found }));
  renameSync(draft, file);
}

function onPath(name, path) {
  for (const folder of path.split(delimiter)) {
    try {
      const file = join(folder, name);
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

/** Has npx fetch packages and tells the paths of the tools inside them. */
function fetchTools(packages) {
  const npx = onPath('npx', `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`);
  const advice = 'Install Node >= 22.18 and pnpm 10 yourself, or see to it that `npm ping` works, and try again.';
  if (!npx) throw new Error(`npx is not on PATH, so ${packages.join(' and ')} cannot be fetched. ${advice}`);
  const script = 'console.log(JSON.stringify({ node: process.execPath, path: process.env.PATH }))';
  const args = ['-y', ...packages.flatMap((name) => ['-p', name]), 'node', '-e', script];
  const result = spawnSync(npx, args, { encoding: 'utf8', timeout: fetchTimeoutMs });
  const line = (result.stdout ?? '').split('\n').find((text) => text.startsWith('{'));
  if (result.status !== 0 || line === undefined) {
    const reason = (result.error?.message ?? result.stderr ?? '').trim().split('\n').slice(-4).join('\n  ');
    throw new Error(`${packages.join(' and ')} could not be fetched from the npm registry:\n  ${reason}\n${advice}`);
  }
  const { node, path } = JSON.parse(line);
  const pnpm = onPath('pnpm', path);
  return { ...(isNewEnough(output(node, ['--version']) ?? '') && { node }), ...(pnpm && { pnpm }) };
}

/** Fetches once, however many processes of this checkout find a tool missing at the same time: npx is not safe against itself. */
async function fetchOnce(root, packages, reason, find) {
  mkdirSync(dirname(memory(root)), { recursive: true });
  return withInstallLock(join(dirname(memory(root)), 'toolchain.lock'), () => {
    const byAnother = find();
    if (byAnother !== undefined) return byAnother;
    say(reason);
    const found = fetchTools(packages);
    remember(root, found);
    return find();
  });
}

/** The path of a Node that is new enough: this one, the remembered one, or a fetched one. Throws an Error that says what to do. */
export async function findNode(root) {
  if (isNewEnough(process.version)) return process.execPath;
  const find = () => {
    const known = remembered(root).node;
    return typeof known === 'string' && isNewEnough(output(known, ['--version']) ?? '') ? known : undefined;
  };
  const why = `Node ${process.version} is too old (22.18 is needed): fetching Node 22 and pnpm 10 from the npm registry, once.`;
  const node = find() ?? (await fetchOnce(root, ['node@22', 'pnpm@10'], why, find));
  if (node === undefined) throw new Error('node@22 was fetched, but it does not run on this machine.');
  return node;
}

/** The path of a pnpm 10: on PATH, the remembered one, or a fetched one. Throws an Error that says what to do. */
export async function findPnpm(root, node) {
  const path = toolPath([node]);
  const find = () =>
    [onPath('pnpm', process.env.PATH ?? ''), remembered(root).pnpm].find(
      (file) => typeof file === 'string' && output(file, ['--version'], path)?.startsWith('10.'),
    );
  const why = 'pnpm 10 is not on PATH: fetching it from the npm registry, once.';
  const pnpm = find() ?? (await fetchOnce(root, ['pnpm@10'], why, find));
  if (pnpm === undefined) throw new Error('pnpm@10 was fetched, but it does not run on this machine.');
  return pnpm;
}
