import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from './client';

/** What proves the person who is signed in, beside their password. */
export function useFactors() {
  return useQuery({ queryKey: ['factors'], queryFn: () => answerOf(api.GET('/api/v1/users/me/factors')) });
}
