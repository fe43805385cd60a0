import type { ErrorComponentProps } from '@tanstack/react-router';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';

/** Stands in for a view that could not be loaded or drawn. */
export const ViewFailed = ({ error, reset }: ErrorComponentProps) => (
  <>
    <PageHead title="This view could not be shown" />
    <ProblemNote error={error} onRetry={reset} />
  </>
);
