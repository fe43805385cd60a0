import {
  DRAWINGS_WARNING,
  type FilmDescription,
  type PriorInForce,
  TRAINED_ON_DRAWINGS,
  type VersionManifest,
  type Warning,
} from '@pneumo/shared/contracts';

/** What a reader of the answer should know of the version, of the prior and of the film, in this order. */
export const warningsOf = (
  { warnings }: Pick<VersionManifest, 'warnings'>,
  { prevalence, origin }: PriorInForce,
  film: FilmDescription | undefined,
): Warning[] => [
  ...warnings.map((message) => ({ code: codeOf(message), message })),
  ...(origin === 'version' ? [priorUnset(prevalence)] : []),
  ...(film?.warnings ?? []),
];

const codeOf = (warning: string): string => (warning === DRAWINGS_WARNING ? TRAINED_ON_DRAWINGS : 'version_warning');

const priorUnset = (prevalence: number): Warning => ({
  code: 'prevalence_unset',
  message: `No prior is set for this workspace: the probability speaks for people of whom ${Math.round(prevalence * 100)} % have pneumonia, as among the images that the version was calibrated on. Where it is rarer, it is too high.`,
});
