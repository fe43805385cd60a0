import type { NetworkDefinition } from '@pneumo/models';
import type { VersionManifest } from '@pneumo/shared/contracts';

/** The definition that all files of a version derive from. Contracts do not know its form; the training that made the version wrote it. */
export const networkOf = ({ network }: Pick<VersionManifest, 'network'>): NetworkDefinition =>
  network as NetworkDefinition;
