import { Link } from '@tanstack/react-router';

export const VersionLink = ({ version }: { version: string }) => (
  <Link to="/models/$version" params={{ version }} className="mono">
    {version}
  </Link>
);
