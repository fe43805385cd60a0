import { addShadowSums, judgeAgreement, noShadowSums } from '@pneumo/models/monitoring';
import type { Principal, ShadowReport, ShadowSums } from '@pneumo/shared/contracts';
import { objectKeys, type Runtime, readCountFiles } from '@pneumo/shared/runtime';

/** What a challenger and each champion that it shadowed have in common, from the files of counts: a few per day and process. */
export const readAgreement = async (
  { store }: Pick<Runtime, 'store'>,
  { workspace }: Principal,
  challenger: string,
  sinceDay: string,
): Promise<ShadowReport['champions']> => {
  const champions: ShadowReport['champions'] = [];
  for await (const champion of store.listFolders(objectKeys.shadowCountsFolder(workspace, challenger))) {
    const sums = noShadowSums();
    let [since, until] = ['', ''];
    const folder = objectKeys.shadowCounts(workspace, challenger, champion);
    await readCountFiles<ShadowSums>(store, folder, sinceDay, ({ file }) => {
      addShadowSums(sums, file.sums);
      if (since === '' || file.since < since) since = file.since;
      if (file.until > until) until = file.until;
    });
    if (sums.pairs === 0) continue;
    const { table, ...agreement } = judgeAgreement(sums, `${challenger}:${champion}`);
    champions.push({ version: champion, since, until, ...agreement, table: table.map((row) => [...row]) });
  }
  return champions.sort((a, b) => b.until.localeCompare(a.until));
};
