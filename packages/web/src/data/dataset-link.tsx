import { Link } from '@tanstack/react-router';
import { useDatasets } from './use-datasets.ts';

/** The way to a data set under its name; its id where it is not here any more. */
export const DatasetLink = ({ datasetId }: { datasetId: string }) => {
  const known = useDatasets().data?.datasets.find(({ id }) => id === datasetId);
  return (
    <Link to="/data/$datasetId" params={{ datasetId }}>
      {known?.name ?? datasetId}
    </Link>
  );
};
