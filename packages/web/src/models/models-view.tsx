import { useParams } from '@tanstack/react-router';
import '../charts/charts.css';
import '../charts/fields.css';
import './models.css';
import { VersionDetail } from './version-detail.tsx';
import { VersionList } from './version-list.tsx';

/** All versions, or the one that the address names. */
export const ModelsView = () => {
  const { version } = useParams({ strict: false });
  return version === undefined ? <VersionList /> : <VersionDetail key={version} version={version} />;
};
