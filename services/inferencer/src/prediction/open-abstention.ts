import { ABSTENTION_FILE, type AbstentionModel, decodeAbstention } from '@pneumo/models';
import type { VersionManifest } from '@pneumo/shared/contracts';
import { messageOf, PneumoError } from '@pneumo/shared/runtime';

/** What a version refuses by; undefined of one that has none. Throws `version_damaged` where its file can't be read. */
export const openAbstention = async (
  manifest: VersionManifest,
  readFile: (name: string) => Promise<Uint8Array>,
): Promise<AbstentionModel | undefined> => {
  if (manifest.files[ABSTENTION_FILE] === undefined) return undefined;
  const bytes = await readFile(ABSTENTION_FILE);
  try {
    return decodeAbstention(bytes);
  } catch (error) {
    throw new PneumoError('version_damaged', `${ABSTENTION_FILE} of ${manifest.version}: ${messageOf(error)}`);
  }
};
