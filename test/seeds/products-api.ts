import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify } from 'jose';

export interface ProductsApi {
  url: string;
  /** The requests it let in: method, path, and whose account. */
  served: string[];
  stop: () => Promise<void>;
}

/**
 * The API that 001's integrators call with their tokens. It is none of Latchkey's: it knows the issuer and its
 * published keys, and verifies tokens offline, as RFC 9068 section 4 describes.
 */
export async function startProductsApi(issuer: string): Promise<ProductsApi> {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  const served: string[] = [];
  const server = createServer((request, response) => {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    jwtVerify(token, keys, { issuer, audience: issuer, typ: 'at+jwt' }).then(
      ({ payload }) => {
        served.push(`${request.method ?? ''} ${request.url ?? ''} for ${payload.sub ?? ''}`);
        response.setHeader('content-type', 'application/json').end(JSON.stringify([{ path: request.url }]));
      },
      () => response.writeHead(401).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    served,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
