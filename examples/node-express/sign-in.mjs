// Signs people in. npm install express openid-client
import express from 'express';
import * as oidc from 'openid-client';

const ISSUER = new URL('https://auth.example.com');
const CLIENT_ID = 'YOUR_CLIENT_ID';
const CLIENT_SECRET = 'YOUR_CLIENT_SECRET'; // undefined for a public application
const REDIRECT_URI = 'https://app.example.com/callback';

// plain http is for a server on this machine only
const options = ISSUER.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : undefined;
const server = await oidc.discovery(ISSUER, CLIENT_ID, CLIENT_SECRET, undefined, options);

/** What each sign-in that is under way has to remember, by its state. */
const begun = new Map();

const app = express();

app.get('/', async (request, response) => {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  begun.set(state, verifier);
  // the browser that begins is the one that may finish
  response.cookie('sign-in', state, { httpOnly: true, sameSite: 'lax', secure: REDIRECT_URI.startsWith('https:') });
  const address = oidc.buildAuthorizationUrl(server, {
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
  });
  response.redirect(address.href);
});

app.get(new URL(REDIRECT_URI).pathname, async (request, response) => {
  const state = /(?:^|; )sign-in=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  const verifier = begun.get(state);
  if (verifier === undefined) return response.redirect('/');
  begun.delete(state);
  const url = new URL(REDIRECT_URI);
  url.search = new URL(request.originalUrl, url).search;
  const tokens = await oidc.authorizationCodeGrant(server, url, { pkceCodeVerifier: verifier, expectedState: state });
  const person = await oidc.fetchUserInfo(server, tokens.access_token, tokens.claims().sub);
  response.type('text').send(`Signed in: ${person.email ?? person.sub}`);
});

app.listen(8080);
