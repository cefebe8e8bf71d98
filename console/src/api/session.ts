import { type QueryClient, useQuery } from '@tanstack/react-query';
import { server } from '../base';
import { answerOf, api } from './client';
import { Problem, WithoutCookies } from './problem';
import type { Me } from './resources';

/** The cache key of the account that is signed in; null: none. */
export const ME = ['me'];

/** The account that is signed in; null: none. */
export function useMe() {
  return useQuery({ queryKey: ME, queryFn: readMe, staleTime: 60_000, retry: false });
}

async function readMe(): Promise<Me | null> {
  try {
    return await answerOf(api.GET('/api/v1/users/me'));
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

/**
 * Loads the account of a session that has begun. However the one before it ended: its person's data is not this one's to
 * see.
 */
export async function loadSession(queries: QueryClient): Promise<void> {
  queries.removeQueries({ type: 'inactive' });
  await queries.invalidateQueries({ queryKey: ME }, { throwOnError: true });
}

/** As `loadSession`, right after the sign-in. @throws WithoutCookies where the browser did not keep the session */
export async function beginSession(queries: QueryClient): Promise<void> {
  await loadSession(queries);
  if (queries.getQueryData<Me | null>(ME) === null) throw new WithoutCookies();
}

export async function signIn(email: string, password: string): Promise<void> {
  await postToSession('/login', { email, password });
}

/** Once more where another tab has got another cookie meanwhile, which the first one did not bring. */
export async function signOut(): Promise<void> {
  await postToSession('/logout', {});
  if ((await readMe().catch(() => null)) !== null) await postToSession('/logout', {});
}

/** The sign-in face is no resource of the REST API, and not in its typed client. */
export async function postToSession(path: string, body: object): Promise<unknown> {
  const response = await fetch(`${server}/v1/session${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw Problem.from(response.status, answer);
  return answer;
}
