import { Client } from '../driver/client.mjs';

/** argon2id with 19 MiB, two passes and one lane; another user on each connection. */
export const login = {
  name: 'login',
  async prepare(target) {
    return (index) => {
      const client = new Client(target);
      const user = target.user(index);
      return { client, step: () => target.logIn(client, user) };
    };
  },
};
