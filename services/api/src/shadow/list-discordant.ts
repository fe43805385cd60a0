import type { Principal, ShadowPair, ShadowReport } from '@pneumo/shared/contracts';
import { objectKeys, type Runtime } from '@pneumo/shared/runtime';

export interface DiscordantQuery {
  /** Day (UTC), as `2026-11-02`; empty: from the first one. */
  readonly sinceDay: string;
  /** `<day>_<jobId>` of the last case of the page before. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const NAME = /^(.*)\.json$/;

/**
 * Pairs in which the two versions say different things, newest day and, within it, newest job first. Reads no more pairs than it returns, and
 * holds the names of one day at a time.
 */
export const listDiscordant = async (
  { store }: Pick<Runtime, 'store'>,
  { workspace }: Principal,
  challenger: string,
  { sinceDay, cursor, limit }: DiscordantQuery,
): Promise<ShadowReport['discordant']> => {
  const root = objectKeys.shadowDiscordants(workspace, challenger);
  const [cursorDay, cursorJob] = cursor?.split('_') ?? [];
  const days = (await Array.fromAsync(store.listFolders(root)))
    .filter((day) => day >= sinceDay && (cursorDay === undefined || day <= cursorDay))
    .reverse();
  const chosen: { day: string; jobId: string }[] = [];
  for (const day of days) {
    const folder = `${root}${day}/`;
    const names: string[] = [];
    for await (const { key } of store.list(folder)) {
      const jobId = NAME.exec(key.slice(folder.length))?.[1];
      if (jobId !== undefined && (day !== cursorDay || jobId < cursorJob!)) names.push(jobId);
    }
    // One more than asked for tells whether there is a next page.
    for (const jobId of names.reverse().slice(0, limit + 1 - chosen.length)) chosen.push({ day, jobId });
    if (chosen.length > limit) break;
  }
  const page = chosen.slice(0, limit);
  const cases = await Promise.all(
    page.map(async ({ day, jobId }) => {
      const { bytes } = await store.get(objectKeys.shadowDiscordant(workspace, challenger, day, jobId));
      const { answeredAt, champion, challenger: other } = JSON.parse(bytes.toString()) as ShadowPair;
      const links = { job: `/v1/jobs/${jobId}` };
      return { jobId, answeredAt, champion, challenger: other, links };
    }),
  );
  const last = page.at(-1);
  return chosen.length > limit && last !== undefined ? { cases, next: `${last.day}_${last.jobId}` } : { cases };
};
