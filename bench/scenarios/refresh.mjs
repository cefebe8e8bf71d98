import { Client, expectJson } from '../driver/client.mjs';

/** As many chains as connections; every refresh token is used once, and the next one must differ. */
export const refresh = {
  name: 'refresh',
  async prepare(target, state, { connections }) {
    state.chains ??= [];
    for (let i = 0; i < connections; i++) state.chains[i] ??= await firstToken(target, i);
    const endpoint = target.endpoints.refresh ?? target.endpoints.token;
    return (index) => {
      const client = new Client(target);
      const step = async () => {
        const refresh_token = state.chains[index];
        state.chains[index] = undefined;
        const request = client.post(endpoint, { grant_type: 'refresh_token', refresh_token });
        const tokens = expectJson(await client.connection.send(request), 'refresh_token');
        if (tokens.refresh_token === refresh_token) throw new Error('the refresh token was not rotated');
        state.chains[index] = tokens.refresh_token;
      };
      return { client, step };
    };
  },
};

async function firstToken(target, index) {
  if (target.firstRefreshToken !== undefined) return target.firstRefreshToken(index);
  const client = new Client(target);
  await client.signIn(target.user(index));
  const { refresh_token } = await client.codeFlow();
  client.close();
  return refresh_token;
}
