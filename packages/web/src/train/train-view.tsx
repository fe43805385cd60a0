import { PageHead } from '../parts/page-head.tsx';

export const TrainView = () => <PageHead title="Train" />;
