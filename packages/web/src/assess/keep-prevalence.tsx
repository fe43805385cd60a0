import type { WorkspaceSettings } from '@pneumo/shared/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { fetchJson } from '../api/fetch-json.ts';
import { useMe } from '../api/use-me.ts';
import { percent } from '../parts/figures.ts';
import { ProblemNote } from '../parts/problem-note.tsx';

/** Makes a prevalence the one that all later answers of this workspace are told for; for those who may. */
export const KeepPrevalence = ({ prevalence }: { prevalence: number }) => {
  const { data: me } = useMe();
  const queries = useQueryClient();
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => fetchJson<WorkspaceSettings>('/settings', { signal }),
  });
  const keep = useMutation({
    mutationFn: () =>
      fetchJson<WorkspaceSettings>('/settings', {
        method: 'PUT',
        headers: { 'if-match': '*' },
        body: { prevalence },
      }),
    onSuccess: (kept) => queries.setQueryData(['settings'], kept),
  });
  const isAllowed = me?.scopes.some((scope) => scope === 'promote' || scope === 'admin') ?? false;
  const kept = settings.data?.prevalence;
  return (
    <div className="keep-prevalence">
      <p className="small quiet" role="status">
        {kept === undefined || kept === null
          ? 'This workspace has not said how common pneumonia is among its films.'
          : `Later answers of this workspace are told for ${percent(kept)}.`}
      </p>
      {isAllowed && kept !== prevalence ? (
        <button type="button" disabled={keep.isPending} onClick={() => keep.mutate()}>
          Tell later answers for {percent(prevalence)}
        </button>
      ) : null}
      {keep.error === null ? null : <ProblemNote error={keep.error} />}
    </div>
  );
};
