import { useParams } from '@tanstack/react-router';
import '../charts/charts.css';
import '../charts/fields.css';
import './data.css';
import { DatasetPage } from './dataset-page.tsx';
import { DatasetsPage } from './datasets-page.tsx';

/** All data sets, or the one that the address names. */
export const DataView = () => {
  const { datasetId } = useParams({ strict: false });
  return datasetId === undefined ? <DatasetsPage /> : <DatasetPage key={datasetId} datasetId={datasetId} />;
};
