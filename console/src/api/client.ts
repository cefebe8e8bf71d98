import createClient from 'openapi-fetch';
import { server } from '../base';
import { Problem } from './problem';
import type { paths } from './schema';
import { fetchWithStepUp } from './step-up';

/** The REST API of the server this page came from; the browser adds the session cookie. */
export const api = createClient<paths>({
  baseUrl: server,
  credentials: 'same-origin',
  fetch: fetchWithStepUp,
});

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What the API answered; a refusal is thrown as a `Problem`. */
export async function answerOf<T>(call: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw new Problem(0, 'The server cannot be reached. Check your connection and try again.', { cause });
  });
  if (!response.ok) throw Problem.from(response.status, error);
  return data as T;
}
