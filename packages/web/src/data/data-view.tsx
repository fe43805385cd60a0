import { PageHead } from '../parts/page-head.tsx';

export const DataView = () => <PageHead title="Data" />;
