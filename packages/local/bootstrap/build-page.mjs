// Builds the page when its sources have changed since the last good build.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { withInstallLock } from './install-lock.mjs';

const cache = (root) => join(root, 'node_modules', '.cache', 'pneumo');
const stamp = (root) => join(cache(root), 'page');
const page = (root) => join(root, 'packages', 'web');

/** What the page is made of: its package, and what it shares with the server. */
const sources = [
  'packages/web/src',
  'packages/web/public',
  'packages/web/index.html',
  'packages/web/vite.config.ts',
  'packages/web/compress-assets.ts',
  'packages/web/package.json',
  'packages/shared/src/contracts',
  'packages/imaging/src/pure',
  'packages/models/src',
  'packages/client/src',
  'packages/local/bootstrap/build-page.mjs',
  'pnpm-lock.yaml',
];

function digest(root) {
  const hash = createHash('sha256');
  const add = (path, isFolder) => {
    if (isFolder) {
      const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const entry of entries) add(join(path, entry.name), entry.isDirectory());
    } else
      hash
        .update(`${path.slice(root.length)}\0`)
        .update(readFileSync(path))
        .update('\0');
  };
  for (const source of sources.map((each) => join(root, each)).filter((path) => existsSync(path))) {
    add(source, !/\.[a-z]+$/.test(source));
  }
  return hash.digest('hex');
}

function isBuilt(root, wanted) {
  try {
    return existsSync(join(page(root), 'dist', 'index.html')) && readFileSync(stamp(root), 'utf8') === wanted;
  } catch {
    return false;
  }
}

function runBuild(root, node) {
  return new Promise((resolve, reject) => {
    const vite = join(page(root), 'node_modules', 'vite', 'bin', 'vite.js');
    // Tests and watchers set another environment, in which React is twice as large and slow.
    const env = { ...process.env, NODE_ENV: 'production' };
    const child = spawn(node, [vite, 'build'], { cwd: page(root), env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk.toString()).slice(-4000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(output.trim()));
    });
  });
}

/** Whether the page fits its sources now. Where it cannot be built the server says so, and the API works without it. */
export async function ensurePageBuilt(root, node) {
  if (!existsSync(page(root)) || isBuilt(root, digest(root))) return true;
  mkdirSync(cache(root), { recursive: true });
  return withInstallLock(join(cache(root), 'page.lock'), async () => {
    const wanted = digest(root);
    if (isBuilt(root, wanted)) return true;
    try {
      await runBuild(root, node);
      writeFileSync(stamp(root), wanted);
      return true;
    } catch (error) {
      process.stderr.write(`The page could not be built; the API works without it:\n${error.message}\n`);
      return false;
    }
  });
}
