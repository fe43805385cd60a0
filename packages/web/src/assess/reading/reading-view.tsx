import { PageHead } from '../../parts/page-head.tsx';

export const ReadingView = () => <PageHead title="Blinded reading" />;
