import type { PredictionResult } from '@pneumo/shared/contracts';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Reproduction, ReproductionProgress } from './reproduce.ts';

type UsedReproduction = Pick<UseQueryResult<Reproduction>, 'data' | 'error' | 'refetch' | 'isFetching'> & {
  progress: ReproductionProgress;
};

/** Computes an answer again in this browser; given up when nobody looks any more. The engine is loaded for it and not before. */
export const useReproduction = (jobId: string, result: PredictionResult): UsedReproduction => {
  const [progress, setProgress] = useState<ReproductionProgress>({});
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['reproduction', jobId],
    queryFn: async ({ signal }) => {
      setProgress({});
      const { reproduce } = await import('./reproduce.ts');
      return reproduce(result, { signal, onProgress: (step) => setProgress((known) => ({ ...known, ...step })) });
    },
    retry: false,
    networkMode: 'always',
    staleTime: Infinity,
  });
  return { data, error, refetch, isFetching, progress };
};
