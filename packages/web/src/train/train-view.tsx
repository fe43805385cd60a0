import { useParams } from '@tanstack/react-router';
import '../charts/charts.css';
import '../charts/fields.css';
import './train.css';
import { RunPage } from './run-page.tsx';
import { StartPage } from './start-page.tsx';

/** The way to a new training, or the run that the address names. */
export const TrainView = () => {
  const { jobId } = useParams({ strict: false });
  return jobId === undefined ? <StartPage /> : <RunPage key={jobId} jobId={jobId} />;
};
