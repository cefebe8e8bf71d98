import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from './client';
import { useMe } from './session';

type Creation = 'applications' | 'api-keys';

/** Whether the person may create one; undefined until that is known. */
export function useMayCreate(creation: Creation): boolean | undefined {
  return useMe().data?.can_create.includes(creation);
}

/** What a person sees beyond the account that everyone has. */
export interface Audience {
  /** Who creates applications or API keys, or has some. */
  isDeveloper: boolean;
  hasWhitelist: boolean;
  hasBrands: boolean;
}

const query = { limit: 1 };

/** End users see an account, and what they own beyond it. Only they are asked what that is. */
export function useAudience(): Audience {
  const { data: me } = useMe();
  const isMember = me !== null && me !== undefined && me.role !== 'admin';
  const mayCreate = (me?.can_create ?? []).length > 0;
  const owned = useQuery({
    queryKey: ['applications', 'owned', me?.id],
    staleTime: 60_000,
    enabled: isMember && !mayCreate,
    queryFn: async () => {
      const user = { ...query, user_id: me?.id };
      const [applications, keys, entries] = await Promise.all([
        answerOf(api.GET('/api/v1/applications', { params: { query: user } })),
        answerOf(api.GET('/api/v1/api-keys', { params: { query } })),
        answerOf(api.GET('/api/v1/ip-whitelist', { params: { query } })),
      ]);
      return { isDeveloper: applications.data.length + keys.data.length > 0, hasWhitelist: entries.data.length > 0 };
    },
  });
  const brands = useQuery({
    queryKey: ['brands', 'own'],
    staleTime: 60_000,
    enabled: isMember && !mayCreate,
    queryFn: () => answerOf(api.GET('/api/v1/brands', { params: { query } })),
  });
  const isDeveloper = mayCreate || owned.data?.isDeveloper === true;
  return {
    isDeveloper,
    hasWhitelist: isDeveloper || owned.data?.hasWhitelist === true,
    // administrators have them under Administration
    hasBrands: isMember && (isDeveloper || (brands.data?.data.length ?? 0) > 0),
  };
}
