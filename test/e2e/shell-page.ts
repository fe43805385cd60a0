import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface PageCall {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
}

export interface PageBlock {
  readonly commands: string;
  /** What the page shows below the commands; undefined where it shows nothing. */
  readonly shown: string | undefined;
}

export interface BlockRun extends PageBlock {
  /** Answers and all else that was printed. */
  readonly output: string;
  readonly calls: readonly PageCall[];
}

/** The shell blocks of a page in Markdown, each with the answer that follows it. */
export const shellBlocks = (markdown: string): PageBlock[] => {
  const fences = [...markdown.matchAll(/^```(\w*)\n([^]*?)^```$/gm)];
  return fences.flatMap(([, language, commands], index) => {
    if (language !== 'sh') return [];
    const next = fences[index + 1];
    return [{ commands: commands!, shown: next === undefined || next[1] === 'sh' ? undefined : next[2] }];
  });
};

const CALL = /CALL (\S+) [a-z]+:\/\/[^/]+(\/[^?\s]*)\S* (\d{3})\n/g;
const BLOCK = '=== block ===';

/**
 * The page's curl, which also notes in a file what it called and how that ended: among what others print at the same time its words would be torn
 * apart.
 */
const notingCurl = (curl: string, log: string): string => `#!/bin/sh
said=$(mktemp)
${curl} -w '%{stderr}\\nCALL %{method} %{url_effective} %{http_code}\\n' "$@" 2>"$said"
code=$?
grep '^CALL ' "$said" >>'${log}'
grep -v '^CALL ' "$said" | grep . >&2
rm "$said"
exit $code
`;

/** Runs all blocks in one shell with `sh`, as somebody who follows the page does. `address` takes the place of the one that the page names. */
export const runBlocks = async (
  blocks: readonly PageBlock[],
  { folder, address, curl }: { folder: string; address: string; curl: string },
): Promise<BlockRun[]> => {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const log = join(folder, 'calls.log');
  await writeFile(join(bin, 'curl'), notingCurl(curl, log), { mode: 0o755 });
  const script = blocks.map(({ commands }) => `echo '${BLOCK}' | tee -a '${log}'\n${commands}`).join('\n');
  await writeFile(join(folder, 'page.sh'), script.replaceAll('http://127.0.0.1:8080', address));
  // By a pipe: what is no file can be opened as /dev/stderr only where it is one.
  const child = spawn('sh', ['-c', 'sh -u page.sh 2>&1 | cat'], {
    cwd: folder,
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const perBlock = (all: string): string[] => all.split(`${BLOCK}\n`).slice(1);
  const outputs = perBlock(await text(child.stdout));
  const logs = perBlock(await readFile(log, 'utf8'));
  return blocks.map((block, index) => {
    const calls = [...(logs[index] ?? '').matchAll(CALL)].map(([, method, path, status]) => ({
      method: method!,
      path: path!,
      status: Number(status),
    }));
    return { ...block, output: outputs[index] ?? '', calls };
  });
};
