import { Link } from '@tanstack/react-router';
import { PageHead } from '../parts/page-head.tsx';

export const NotFound = () => (
  <>
    <PageHead title="Nothing is here" />
    <p>
      This address leads nowhere. <Link to="/assess">Assess an image</Link>
    </p>
  </>
);
