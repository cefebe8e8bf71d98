// Signs people in. It is app/[[...path]]/route.js of a Next application, which `npx next dev -p 8080` runs.
// npm install next react react-dom openid-client
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import * as oidc from 'openid-client';

const ISSUER = new URL('https://auth.example.com');
const CLIENT_ID = 'YOUR_CLIENT_ID';
const CLIENT_SECRET = 'YOUR_CLIENT_SECRET'; // undefined for a public application
const REDIRECT_URI = 'https://app.example.com/callback';

// plain http is for a server on this machine only
const options = ISSUER.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : undefined;
let discovered;

function server() {
  discovered ??= oidc.discovery(ISSUER, CLIENT_ID, CLIENT_SECRET, undefined, options);
  return discovered;
}

export async function GET(request) {
  switch (request.nextUrl.pathname) {
    case '/':
      return begin();
    case new URL(REDIRECT_URI).pathname:
      return finish(request.nextUrl.search);
    default:
      return new Response(null, { status: 404 });
  }
}

async function begin() {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  // the browser that begins is the one that may finish
  const jar = await cookies();
  jar.set('sign-in', JSON.stringify({ state, verifier }), {
    httpOnly: true,
    sameSite: 'lax',
    secure: REDIRECT_URI.startsWith('https:'),
  });
  const address = oidc.buildAuthorizationUrl(await server(), {
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
  });
  redirect(address.href);
}

async function finish(search) {
  const jar = await cookies();
  const begun = jar.get('sign-in')?.value;
  if (begun === undefined) redirect('/');
  jar.delete('sign-in');
  const { state, verifier } = JSON.parse(begun);
  const url = new URL(REDIRECT_URI);
  url.search = search;
  const checks = { pkceCodeVerifier: verifier, expectedState: state };
  const tokens = await oidc.authorizationCodeGrant(await server(), url, checks);
  const person = await oidc.fetchUserInfo(await server(), tokens.access_token, tokens.claims().sub);
  return new Response(`Signed in: ${person.email ?? person.sub}`);
}
