import type { DatasetAudit, ShortcutProbe } from '@pneumo/shared/contracts';

/** Below this share of images a class counts as rare. */
const RARE = 0.1;

/** What of an audit a person must not overlook, in words. */
export function auditWarnings({ classes, nearDuplicates, probes }: DatasetAudit): string[] {
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
  for (const probe of probes.results) if (probe.suspicious) warnings.push(shortcutWarning(probe));
  return warnings;
}

function shortcutWarning({ name, sees, description, auc }: ShortcutProbe): string {
  const told = `Shortcut probe ${name} (${description}) alone tells the classes apart with AUC ${figure(auc.value)} (95 % interval ${figure(auc.low)} to ${figure(auc.high)})`;
  const meaning =
    sees === 'file'
      ? 'preprocessing takes it from the networks, but what goes with it may remain.'
      : 'a network can learn this instead of the disease.';
  return `${told}: ${meaning}`;
}

function figure(value: number | null): string {
  return value === null ? 'unknown' : value.toFixed(3);
}
