import type { ReviewQueue } from '@pneumo/shared/contracts';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { fetchJson } from '../../api/fetch-json.ts';

interface ReadingChoice {
  reader: string;
  stage: 'first' | 'second';
  rule: string;
}

/** The next films for a reader; the same until they are read. */
export const useReadingQueue = ({ reader, stage, rule }: ReadingChoice): UseQueryResult<ReviewQueue> =>
  useQuery({
    queryKey: ['reading', reader, stage, rule],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams({ limit: '2', stage, ...(reader && { reader }) });
      if (stage === 'first') asked.set('sampling', rule);
      return fetchJson<ReviewQueue>(`/reviews/queue?${asked.toString()}`, { signal });
    },
    placeholderData: (before) => before,
    refetchOnWindowFocus: false,
  });
