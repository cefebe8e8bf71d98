import { Client } from '../driver/client.mjs';

export const clientCredentials = {
  name: 'client_credentials',
  async prepare(target) {
    return () => {
      const client = new Client(target);
      const fields = { grant_type: 'client_credentials', ...target.parameters?.clientCredentials };
      const request = client.post(target.endpoints.token, fields);
      const step = async () => {
        const { status, body } = await client.connection.send(request);
        if (status !== 200 || !body.includes('"access_token"')) throw new Error(`${status} ${body.slice(0, 200)}`);
      };
      return { client, step };
    };
  },
};
