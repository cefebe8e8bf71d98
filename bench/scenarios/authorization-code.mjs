import { Client } from '../driver/client.mjs';

/** Code and PKCE for a user who is signed in and has consented. One flow, two requests, is one operation. */
export const authorizationCode = {
  name: 'authorization_code',
  async prepare(target, state, { connections }) {
    state.signedIn ??= [];
    for (let i = 0; i < connections; i++) {
      if (state.signedIn[i] !== undefined) continue;
      const client = new Client(target);
      await client.signIn(target.user(i));
      state.signedIn[i] = client;
    }
    return (index) => {
      const client = state.signedIn[index];
      return { client, step: () => client.codeFlow() };
    };
  },
};
