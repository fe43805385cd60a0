import type { BatchResource } from '@pneumo/shared/contracts';
import { type BatchItems, type BatchLine, DISCLAIMER, isFinal, type Principal } from '@pneumo/shared/contracts';
import { objectKeys, partOf, partsCut, partsDone, type Runtime } from '@pneumo/shared/runtime';

type Deps = Pick<Runtime, 'store' | 'jobs'>;

/** Lines for the images of a part that failed as a whole; none where it was not begun, or cancelled. */
const failedLines = async (
  { store, jobs }: Deps,
  principal: Principal,
  batch: BatchResource,
  { folder, part }: { folder: string; part: number },
): Promise<string> => {
  const record = await jobs.tryRecord(principal, batch.id);
  const failed = record === undefined ? undefined : await jobs.tryRecord(principal, partOf(record, part).id);
  if (failed?.error === undefined) return '';
  const { bytes } = await store.get(objectKeys.batchItems(principal.workspace, folder, part));
  const { items } = JSON.parse(bytes.toString()) as BatchItems;
  const { error } = failed;
  const lines = items.map((item): BatchLine => ({ error, ...item, disclaimer: DISCLAIMER }));
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
};

/**
 * The results that are there now, in the order of the images: a chunk of lines of JSON for each part, so that memory holds one.
 * Of a batch that has ended, images whose part failed have a line, too.
 */
export async function* batchLines(
  deps: Deps,
  principal: Principal,
  batch: BatchResource,
  folder: string,
): AsyncGenerator<string> {
  const { store } = deps;
  const { workspace } = principal;
  const done = new Set(await Array.fromAsync(partsDone(store, workspace, folder)));
  for await (const part of partsCut(store, workspace, folder)) {
    if (done.has(part)) yield (await store.get(objectKeys.batchResults(workspace, folder, part))).bytes.toString();
    else if (isFinal(batch.state)) yield failedLines(deps, principal, batch, { folder, part });
  }
}
