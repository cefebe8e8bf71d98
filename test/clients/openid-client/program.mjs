import { createServer } from 'node:http';
import * as client from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;
const base = `http://localhost:${PORT}`;
const config = await client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, {
  execute: [client.allowInsecureRequests],
});
const verifier = client.randomPKCECodeVerifier();

createServer(async (request, response) => {
  const url = new URL(request.url, base);
  if (url.pathname === '/login') {
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: `${base}/callback`,
      scope: 'openid email',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    response.writeHead(302, { location: address.href }).end();
    return;
  }
  try {
    const tokens = await client.authorizationCodeGrant(config, url, { pkceCodeVerifier: verifier });
    const told = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
    response.end(JSON.stringify({ email: told.email, refreshed: refreshed.access_token !== undefined }));
  } catch (error) {
    response.writeHead(500).end(`${error.stack} ${JSON.stringify(error.cause)}`);
  }
}).listen(PORT);
