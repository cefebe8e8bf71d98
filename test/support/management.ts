import { bearer, type Answer, call, JSON_TYPE, postForm, postJson } from './http.js';
import { ADMINISTRATOR, type Latchkey } from './server.js';

/** The administration API, called with one credential. Paths are relative to `/api/v1/` unless they begin with `/`. */
export interface Api {
  get: (path: string) => Promise<Answer>;
  post: (path: string, body: unknown) => Promise<Answer>;
  put: (path: string, body: unknown) => Promise<Answer>;
  patch: (path: string, body: unknown) => Promise<Answer>;
  delete: (path: string) => Promise<Answer>;
}

export function apiWith(server: Latchkey, headers: Record<string, string>): Api {
  const urlOf = (path: string) => `${server.baseUrl}${path.startsWith('/') ? path : `/api/v1/${path}`}`;
  let shown = headers;
  const send = async (path: string, init: { method?: string; body?: string }, type?: Record<string, string>) => {
    const answer = await call(urlOf(path), { ...init, headers: { ...type, ...shown } });
    shown = withNewCookies(shown, answer);
    return answer;
  };
  const write = (method: string) => (path: string, body: unknown) =>
    send(path, { method, body: JSON.stringify(body) }, { 'content-type': JSON_TYPE });
  return {
    get: (path) => send(path, {}),
    post: write('POST'),
    put: write('PUT'),
    patch: write('PATCH'),
    delete: (path) => send(path, { method: 'DELETE' }),
  };
}

/** A browser replaces the cookies that an answer sets again. */
function withNewCookies(shown: Record<string, string>, { headers }: Answer): Record<string, string> {
  if (shown.cookie === undefined) return shown;
  const renewed = (headers['set-cookie'] ?? [])
    .map((line) => line.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='));
  const nameOf = (pair: string) => pair.slice(0, pair.indexOf('='));
  const pairs = shown.cookie.split('; ').map((pair) => renewed.find((other) => nameOf(other) === nameOf(pair)) ?? pair);
  return { ...shown, cookie: pairs.join('; ') };
}

export interface Person {
  id: string;
  email: string;
  password: string;
  token: string;
  api: Api;
}

export async function accessToken(server: Latchkey, login: string, password: string): Promise<string> {
  const answer = await postForm(`${server.baseUrl}/api/v1/login/access-token`, { username: login, password });
  if (answer.status !== 200) throw new Error(`${login} cannot sign in: ${answer.text}`);
  return (answer.json as { access_token: string }).access_token;
}

/** Signs in an existing user. */
export async function signedIn(server: Latchkey, email: string, password: string): Promise<Person> {
  const token = await accessToken(server, email, password);
  const api = apiWith(server, bearer(token));
  const { id } = (await api.get('users/me')).json as { id: string };
  return { id, email, password, token, api };
}

export function administrator(server: Latchkey): Promise<Person> {
  return signedIn(server, ADMINISTRATOR.email, ADMINISTRATOR.password);
}

let people = 0;

/** Creates a person through the API and signs them in. */
export async function newPerson(server: Latchkey, admin: Person, role: 'admin' | 'member' = 'member'): Promise<Person> {
  const email = `person${String(++people)}@example.com`;
  const password = `the password of ${String(people)}`;
  const created = await admin.api.post('users', { email, password, role });
  if (created.status !== 201) throw new Error(`no such person: ${created.text}`);
  return signedIn(server, email, password);
}

/** The cookie of a browser session, as a `Cookie` header. */
export async function sessionCookie(
  server: Latchkey,
  email: string,
  password: string,
): Promise<Record<string, string>> {
  const answer = await postJson(`${server.baseUrl}/v1/session/login`, { email, password });
  const [cookie = ''] = answer.headers['set-cookie'] ?? [];
  return { cookie: cookie.split(';')[0] ?? '' };
}

export interface Pair {
  access_token: string;
  refresh_token: string;
}

/** A rotating pair of the face `/v1/auth`. */
export async function tokenPair(server: Latchkey, email: string, password: string): Promise<Pair> {
  return (await postJson(`${server.baseUrl}/v1/auth/login`, { email, password })).json as Pair;
}

export function refreshed(server: Latchkey, refreshToken: string): Promise<Answer> {
  return postJson(`${server.baseUrl}/v1/auth/refresh`, { refresh_token: refreshToken });
}
