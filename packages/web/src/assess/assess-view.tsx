import { PageHead } from '../parts/page-head.tsx';

export const AssessView = () => <PageHead title="Assess" />;
