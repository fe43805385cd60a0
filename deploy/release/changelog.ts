export type Bump = 'major' | 'minor' | 'patch';

export interface Change {
  readonly bump: Bump;
  /** Markdown; its first line says what has changed for those who run Pneumo. */
  readonly summary: string;
}

const TITLES: Record<Bump, string> = { major: 'Breaking', minor: 'New', patch: 'Mended' };
const BUMPS = Object.keys(TITLES) as Bump[];

const itemOf = (summary: string): string => `- ${summary.trim().replaceAll('\n', '\n  ')}`;

/** One release's section of CHANGELOG.md. */
export const renderSection = (version: string, date: string, changes: readonly Change[]): string => {
  const groups = BUMPS.flatMap((bump) => {
    const items = changes.filter((change) => change.bump === bump).map(({ summary }) => itemOf(summary));
    return items.length === 0 ? [] : [`### ${TITLES[bump]}\n\n${items.join('\n')}`];
  });
  return [`## ${version} (${date})`, ...groups].join('\n\n');
};

const headingOf = (version: string): RegExp => new RegExp(`^## ${version.replaceAll('.', '\\.')} .*$`, 'm');

/** The changelog with a new section above all others. */
export const addSection = (changelog: string, section: string): string => {
  const at = changelog.search(/^## /m);
  return at < 0
    ? `${changelog.trimEnd()}\n\n${section}\n`
    : `${changelog.slice(0, at)}${section}\n\n${changelog.slice(at)}`;
};

/** What a release's section says, without its heading; undefined where there is none. */
export const sectionOf = (changelog: string, version: string): string | undefined => {
  const heading = headingOf(version).exec(changelog);
  if (heading === null) return undefined;
  const rest = changelog.slice(heading.index + heading[0].length);
  const next = rest.search(/^## /m);
  return (next < 0 ? rest : rest.slice(0, next)).trim();
};
