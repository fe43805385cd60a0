import type { Scope } from '@pneumo/shared/contracts';
import { useMe } from '../api/use-me.ts';

/** Says why a button cannot be pressed, to those whose key lacks the scope. */
export const ScopeNote = ({ scope, what }: { scope: Scope; what: string }) => {
  const { data: me } = useMe();
  if (me === undefined || me === null || me.scopes.includes(scope)) return null;
  return (
    <p className="note note-warn">
      {what} needs a key with the scope <code>{scope}</code>; yours lacks it.
    </p>
  );
};
