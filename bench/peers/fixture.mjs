// The data of every target: one client, 64 users, one signing key. Created for each run.
import crypto from 'node:crypto';
import { hash } from '@node-rs/argon2';

export const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const USERS = 64;

export async function makeFixture() {
  const { privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const password = 'correct horse battery staple';
  const passwordHash = await hash(password, ARGON2ID);
  return {
    client: {
      id: 'bench-client',
      secret: crypto.randomBytes(32).toString('base64url'),
      redirectUri: 'https://client.bench.test/cb',
    },
    password,
    users: Array.from({ length: USERS }, (_, i) => ({ id: `u${i}`, email: `bench${i}@example.com`, passwordHash })),
    jwk: { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'es1' },
  };
}
