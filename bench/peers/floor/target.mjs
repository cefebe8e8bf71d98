import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expectJson } from '../../driver/client.mjs';
import { startServer } from '../server-process.mjs';

const SERVER = fileURLToPath(new URL('server.mjs', import.meta.url));
const CHAINS = 64;

/** What no server on this stack can be faster than. */
export async function floor({ fixture, database, port, logFolder }) {
  const baseUrl = `http://localhost:${port}`;
  const databaseUrl = await database.create('floor');
  await seed(databaseUrl);
  const start = () =>
    startServer({
      name: 'floor',
      command: [process.execPath, SERVER],
      env: {
        NODE_ENV: 'production',
        PORT: String(port),
        DATABASE_URL: databaseUrl,
        PASSWORD_HASH: fixture.users[0].passwordHash,
      },
      health: `${baseUrl}/health`,
      logFolder,
    });
  return {
    name: 'floor',
    baseUrl,
    databaseUrl,
    start,
    ...(await start()),
    client: fixture.client,
    endpoints: { token: '/token', refresh: '/refresh', protected: '/read' },
    firstRefreshToken: (index) => `${index + 1}.0.first`,
    lacks: ['introspection', 'authorization_code', 'revocation'],
    user: (index) => fixture.users[index],
    logIn: async (client, { email }) => {
      const form = { username: email, password: fixture.password };
      expectJson(await client.connection.send(client.post('/login', form)), 'access_token');
    },
    accessToken: async () => (await (await fetch(`${baseUrl}/issue`)).json()).access_token,
  };
}

async function seed(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'CREATE TABLE floor (id int PRIMARY KEY, generation int NOT NULL DEFAULT 0, hash bytea) WITH (fillfactor = 70)',
  );
  await client.query('INSERT INTO floor (id) SELECT generate_series(1, $1)', [CHAINS]);
  await client.end();
}
