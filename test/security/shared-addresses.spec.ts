// What an attacker would gain: the end of another application's sign-ins, by naming its key address as their own, which the
// server may not fetch for them, so that its keys count as missing for a while.
import { expect, it } from '@jest/globals';
import { Clock } from '../../src/clock/clock.js';
import { ClientKeys } from '../../src/oauth/client-auth/client-keys.js';
import type { Application } from '../../src/oauth/stores/applications.js';
import { FetchFault } from '../../src/outgoing/fetch-fault.js';
import type { GuardedFetcher } from '../../src/outgoing/guarded-fetcher.js';
import type { Occasion } from '../../src/outgoing/occasion.js';
import { ClientKey } from '../support/signing-client.js';

const JWKS_URI = 'https://rp.example:8443/jwks';
const ORIGIN = { address: '198.51.100.7', requestId: 'one' } as never;

it('keys at a port that only known applications may name are not lost to who may not', async () => {
  const key = await ClientKey.make();
  const fetcher = {
    getJson: (_address: string, { webPortsOnly }: Occasion) =>
      webPortsOnly
        ? Promise.reject(new FetchFault('is at port 8443, which is not allowed'))
        : Promise.resolve({ keys: [key.publicJwk] }),
  };
  const keys = new ClientKeys(fetcher as unknown as GuardedFetcher, new Clock());
  const find = (who: Partial<Application>) => {
    const application = { ownerId: null, metadata: { jwks_uri: JWKS_URI }, ...who } as Application;
    return keys.of(application, ORIGIN)({ alg: 'ES256', kid: key.publicJwk.kid }, {} as never);
  };
  await expect(find({ selfRegistered: true })).rejects.toThrow('port 8443');
  await expect(find({ ownerId: 'an account' })).resolves.toBeDefined();
});
