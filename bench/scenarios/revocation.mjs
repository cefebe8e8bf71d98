import { Client } from '../driver/client.mjs';

const PER_SECOND = 9000;
const ISSUING_TIME = 15_000;

/** Access tokens issued beforehand, each revoked once; the round ends early when they are used up. */
export const revocation = {
  name: 'revocation',
  async prepare(target, _state, { connections, seconds }) {
    const pool = await issue(target, connections, PER_SECOND * seconds);
    return () => {
      const client = new Client(target);
      const step = async () => {
        const token = pool.pop();
        if (token === undefined) return 'dry';
        const { status, body } = await client.connection.send(client.post(target.endpoints.revoke, { token }));
        if (status !== 200 && status !== 204) throw new Error(`${status} ${body.slice(0, 200)}`);
        return undefined;
      };
      return { client, step };
    };
  },
};

async function issue(target, connections, wanted) {
  const pool = [];
  const end = performance.now() + ISSUING_TIME;
  const issuing = Array.from({ length: connections }, async () => {
    const client = new Client(target);
    while (pool.length < wanted && performance.now() < end) pool.push(await client.clientToken());
    client.close();
  });
  await Promise.all(issuing);
  return pool;
}
