import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from './client';

/** How many there are of what administrators list. */
export function useTotals() {
  const query = useQuery({
    queryKey: ['statistics', 'totals'],
    staleTime: 30_000,
    queryFn: () => answerOf(api.GET('/api/v1/statistics', { params: { query: { days: 1 } } })),
  });
  return query.data?.totals;
}
