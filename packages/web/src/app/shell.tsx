import { DISCLAIMER } from '@pneumo/shared/contracts';
import { Link, Outlet } from '@tanstack/react-router';
import { useMe } from '../api/use-me.ts';
import { ConnectionBar } from './connection-bar.tsx';
import { SignIn } from './sign-in.tsx';
import { SignOut } from './sign-out.tsx';

const VIEWS = [
  ['/assess', 'Assess'],
  ['/jobs', 'Jobs'],
  ['/train', 'Train'],
  ['/models', 'Models'],
  ['/data', 'Data'],
] as const;

/** What stands around every view: the way to the others, the disclaimer, and how the connection is. */
export const Shell = () => {
  const me = useMe();
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="top">
        <Link to="/assess" className="brand">
          <img src="/icon.svg" alt="" width="26" height="26" />
          Pneumo
        </Link>
        <nav aria-label="Views">
          {VIEWS.map(([to, name]) => (
            <Link key={to} to={to}>
              {name}
            </Link>
          ))}
        </nav>
        {me.data?.access === 'keys' ? <SignOut keyId={me.data.keyId} /> : null}
      </header>
      <aside className="disclaimer" aria-label="Disclaimer">
        {DISCLAIMER}
        <ConnectionBar />
      </aside>
      <main id="main" tabIndex={-1}>
        {me.data === null ? <SignIn /> : <Outlet />}
      </main>
      <footer className="foot">
        <a href="/docs">API</a> <a href="/openapi.json">OpenAPI</a> <a href="/admin/queues">Queues</a>{' '}
        <a href="/readyz">State</a>
      </footer>
    </>
  );
};
