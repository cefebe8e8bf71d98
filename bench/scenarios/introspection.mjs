import { Client } from '../driver/client.mjs';

/** A live token, another one for each connection. */
export const introspection = {
  name: 'introspection',
  async prepare(target, _state, { connections }) {
    const issuing = new Client(target);
    const tokens = [];
    for (let i = 0; i < connections; i++) tokens.push(await issuing.clientToken());
    issuing.close();
    return (index) => {
      const client = new Client(target);
      const request = client.post(target.endpoints.introspect, { token: tokens[index] });
      const step = async () => {
        const { status, body } = await client.connection.send(request);
        if (status !== 200 || !/"active":\s*true/.test(body)) throw new Error(`${status} ${body.slice(0, 200)}`);
      };
      return { client, step };
    };
  },
};
