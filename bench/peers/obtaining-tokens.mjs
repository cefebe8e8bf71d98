import { Client, expectJson } from '../driver/client.mjs';

export async function passwordGrant(client, { email }, password) {
  const fields = { grant_type: 'password', username: email, password, scope: 'openid offline_access' };
  return expectJson(await client.token(fields), 'access_token');
}

/** A user's access token from a code flow. */
export async function accessToken(target, index) {
  const client = new Client(target);
  await client.signIn(target.user(index));
  const { access_token } = await client.codeFlow();
  client.close();
  return access_token;
}
