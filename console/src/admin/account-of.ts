import { answerOf, api } from '../api/client';
import { Problem } from '../api/problem';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The id of the account that a person named by e-mail address, user name or id.
 * @param field of the form, where the fault stands if there is none
 */
export async function accountOf(typed: string, field: string): Promise<string> {
  const login = typed.trim();
  if (UUID.test(login)) return login;
  const user = login === '' ? undefined : await calledBy(login);
  if (user !== undefined) return user.id;
  throw new Problem(404, `no account is called ${login}`, {
    faults: [{ field, message: 'no account has this e-mail address, user name or id' }],
  });
}

async function calledBy(login: string) {
  const { data } = await answerOf(api.GET('/api/v1/users', { params: { query: { login } } }));
  return data[0];
}
