import { PageHead } from '../parts/page-head.tsx';

export const ModelsView = () => <PageHead title="Models" />;
