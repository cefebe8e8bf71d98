import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from './client';
import type { Scope } from './resources';

/** The whole catalogue: a few dozen names. */
export function useScopes() {
  return useQuery({
    queryKey: ['scopes', 'all'],
    staleTime: 60_000,
    queryFn: async () => {
      const scopes: Scope[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await answerOf(api.GET('/api/v1/scopes', { params: { query: { limit: 200, cursor } } }));
        scopes.push(...page.data);
        if (page.next_cursor === null) return scopes;
        cursor = page.next_cursor;
      }
    },
  });
}
