import { PageHead } from '../parts/page-head.tsx';

export const JobsView = () => <PageHead title="Jobs" />;
