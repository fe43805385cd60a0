import { PageHead } from '../parts/page-head.tsx';

export const JobView = () => <PageHead title="Job" />;
