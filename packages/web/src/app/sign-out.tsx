import { useMutation, useQueryClient } from '@tanstack/react-query';
import { fetchAnswer } from '../api/fetch-json.ts';

export const SignOut = ({ keyId }: { keyId: string }) => {
  const queries = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => fetchAnswer('/session', { method: 'DELETE' }),
    // What was read with the key must not stay on the screen.
    onSuccess: () => queries.resetQueries(),
  });
  return (
    <button type="button" className="plain sign-out" title={`Signed in with ${keyId}`} onClick={() => signOut.mutate()}>
      Sign out
    </button>
  );
};
