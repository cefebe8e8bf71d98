import { useQuery } from '@tanstack/react-query';
import { server } from '../base';
import { answerOf, api } from './client';
import { Problem } from './problem';
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

/** `otp`: a code of the authenticator app or a recovery code, for an account with a second factor. */
export async function signIn(email: string, password: string, otp?: string): Promise<void> {
  await post('/v1/session/login', { email, password, otp });
}

export async function signOut(): Promise<void> {
  await post('/v1/session/logout', {});
}

/** The sign-in face is no resource of the REST API, and not in its typed client. */
async function post(path: string, body: object): Promise<void> {
  const response = await fetch(server + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw Problem.from(response.status, await response.json().catch(() => null));
}
