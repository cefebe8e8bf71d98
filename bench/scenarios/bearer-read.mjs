import { Client } from '../driver/client.mjs';

/** A read that a user's access token protects. */
export const bearerRead = {
  name: 'bearer_read',
  async prepare(target, _state, { connections }) {
    const tokens = [];
    for (let i = 0; i < connections; i++) tokens.push(await target.accessToken(i));
    return (index) => {
      const client = new Client(target);
      const request = client.get(target.endpoints.protected, `Authorization: Bearer ${tokens[index]}\r\n`);
      const step = async () => {
        const { status, body } = await client.connection.send(request);
        if (status !== 200) throw new Error(`${status} ${body.slice(0, 200)}`);
      };
      return { client, step };
    };
  },
};
