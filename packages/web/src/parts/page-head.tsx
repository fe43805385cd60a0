import { type ReactNode, useEffect } from 'react';

interface PageHeadProps {
  title: string;
  /** What can be done to the whole view, at its right. */
  children?: ReactNode;
}

/** The heading of a view; it names the browser's tab, too. */
export const PageHead = ({ title, children }: PageHeadProps) => {
  useEffect(() => {
    document.title = `${title} · Pneumo`;
  }, [title]);
  return (
    <div className="page-head">
      <h1>{title}</h1>
      {children}
    </div>
  );
};
