import { AGE_BANDS, type AuditGroups, type DatasetAudit, isAdult, type ShortcutProbe } from '@pneumo/shared/contracts';

/** Below this share of images a class counts as rare. */
const RARE = 0.1;

/** What of an audit a person must not overlook, in words. */
export function auditWarnings({ classes, nearDuplicates, probes, groups }: DatasetAudit): string[] {
  const warnings: string[] = [];
  const images = classes.normal.images + classes.pneumonia.images;
  for (const label of ['normal', 'pneumonia'] as const) {
    const share = classes[label].images / images;
    if (share < RARE) warnings.push(`Only ${(share * 100).toFixed(1)} % of the images are ${label}.`);
  }
  const { acrossSplits, acrossClasses, complete } = nearDuplicates;
  if (acrossSplits > 0) {
    warnings.push(
      `${acrossSplits} pairs of nearly the same picture lie in different splits: figures can come out too good.`,
    );
  }
  if (acrossClasses > 0) warnings.push(`${acrossClasses} pairs of nearly the same picture lie in different classes.`);
  if (!complete)
    warnings.push('Too many pictures look alike to compare all of them; near-duplicates are counted in part.');
  if (groups !== undefined) warnings.push(...groupWarnings(groups));
  for (const probe of probes.results) if (probe.suspicious) warnings.push(shortcutWarning(probe));
  return warnings;
}

/** Pictures that a network of frontal views of one age group should not learn from, or be judged on, unseen. */
function groupWarnings({ ageBand, view }: AuditGroups): string[] {
  const warnings: string[] = [];
  const imagesOf = (group: AuditGroups[keyof AuditGroups], values: readonly string[]): number =>
    (group?.values ?? []).reduce(
      (sum, { value, normal, pneumonia }) => (values.includes(value) ? sum + normal + pneumonia : sum),
      0,
    );
  const lateral = imagesOf(view, ['lateral']);
  if (lateral > 0) warnings.push(`${lateral} pictures are lateral views: the networks are made for frontal ones.`);
  const adults = imagesOf(ageBand, AGE_BANDS.filter(isAdult));
  const children = (ageBand?.known ?? 0) - adults;
  if (adults > 0 && children > 0) {
    warnings.push(
      `${adults} pictures of adults lie among ${children} of children: a network can learn the age instead of the disease.`,
    );
  }
  return warnings;
}

function shortcutWarning({ name, sees, description, auc, left }: ShortcutProbe): string {
  const told = `Shortcut probe ${name} (${description}) alone tells the classes apart with AUC ${figure(auc.value)} (95 % interval ${figure(auc.low)} to ${figure(auc.high)})`;
  if (sees === 'input') return `${told}: a network can learn this instead of the disease.`;
  const kept =
    left === undefined
      ? ''
      : ` In the model input its AUC is ${figure(left.auc.value)}; it can be read back with a correlation of ${figure(left.readBack)}.`;
  return `${told}: preprocessing takes it from the networks, but what goes with it may remain.${kept}`;
}

function figure(value: number | null): string {
  return value === null ? 'unknown' : value.toFixed(3);
}
