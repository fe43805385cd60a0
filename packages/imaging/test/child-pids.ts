import { readdir, readFile } from 'node:fs/promises';

/** Processes that this one has started and that run, its decoders among them; empty where the system does not tell. */
export async function childPids(): Promise<number[]> {
  const threads = await readdir(`/proc/${process.pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${process.pid}/task/${thread}/children`, 'utf8')),
  );
  return lists.join(' ').split(' ').filter(Boolean).map(Number);
}
