// Installs the dependencies when what they follow from has changed since the last good install.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { withInstallLock } from './install-lock.mjs';
import { findPnpm, pnpmSettings, toolPath } from './toolchain.mjs';

const cache = (root) => join(root, 'node_modules', '.cache', 'pneumo');
const stamp = (root) => join(cache(root), 'installed');

/** Every file that decides what is installed. */
function sources(root) {
  const packages = ['packages', 'services'].flatMap((folder) => {
    const parent = join(root, folder);
    if (!existsSync(parent)) return [];
    return readdirSync(parent)
      .sort()
      .map((name) => join(parent, name, 'package.json'));
  });
  return ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((name) => join(root, name)).concat(packages);
}

function digest(root) {
  const hash = createHash('sha256');
  for (const file of sources(root).filter((path) => existsSync(path))) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function isInstalled(root, wanted) {
  try {
    return readFileSync(stamp(root), 'utf8') === wanted;
  } catch {
    return false;
  }
}

function runInstall(root, pnpm, node) {
  return new Promise((resolve, reject) => {
    const child = spawn(pnpm, ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...pnpmSettings, PATH: toolPath([node, pnpm]) },
    });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk.toString()).slice(-8000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The dependencies could not be installed (pnpm ended with ${code}):\n${output.trim()}`));
    });
  });
}

/** Resolves once the dependencies fit the lockfile. Another install of the same checkout is waited for. */
export async function ensureInstalled(root, node) {
  if (isInstalled(root, digest(root))) return;
  mkdirSync(cache(root), { recursive: true });
  await withInstallLock(join(cache(root), 'install.lock'), async () => {
    // Another process may have done it while we waited.
    const wanted = digest(root);
    if (isInstalled(root, wanted)) return;
    const pnpm = await findPnpm(root, node);
    const startedAtMs = Date.now();
    process.stderr.write('Installing dependencies (a minute the first time) ... ');
    try {
      await runInstall(root, pnpm, node);
    } catch (error) {
      process.stderr.write('failed\n');
      throw error;
    }
    process.stderr.write(`done in ${Math.round((Date.now() - startedAtMs) / 1000)} s\n`);
    // pnpm may have made node_modules anew.
    mkdirSync(dirname(stamp(root)), { recursive: true });
    writeFileSync(stamp(root), wanted);
  });
}
