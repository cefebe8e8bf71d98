import type { Application } from '../api/resources';
import { server } from '../base';

interface Curl {
  label: string;
  command: string;
}

/** Commands for this very application on this very server. Without a secret at hand its place is marked. */
export function curlsFor(application: Application, secret: string | undefined, username: string): Curl[] {
  const { grant_types, scopes, redirect_uris, type } = application;
  const token = (...fields: string[]) => command(`${server}/oauth/token`, fields);
  const credentials = credentialsOf(application, secret);
  const scope = `scope=${scopes.join(' ')}`;
  const curls: Curl[] = [];
  if (grant_types.includes('client_credentials') && type === 'confidential') {
    curls.push({
      label: 'Get a token for the application itself',
      command: token('grant_type=client_credentials', ...credentials, scope),
    });
  }
  if (grant_types.includes('password') && type === 'confidential') {
    curls.push({
      label: 'Get a token with a person’s password',
      command: token(`username=${username}`, 'password=YOUR_PASSWORD', 'grant_type=password', ...credentials, scope),
    });
  }
  const [redirectUri] = redirect_uris;
  if (grant_types.includes('authorization_code') && redirectUri !== undefined) {
    curls.push({
      label: 'Trade an authorization code',
      command: token(
        'grant_type=authorization_code',
        'code=THE_CODE',
        `redirect_uri=${redirectUri}`,
        'code_verifier=THE_VERIFIER',
        ...credentials,
      ),
    });
  }
  if (grant_types.includes('refresh_token')) {
    curls.push({
      label: 'Refresh',
      command: token('grant_type=refresh_token', 'refresh_token=THE_REFRESH_TOKEN', ...credentials),
    });
  }
  curls.push({
    label: 'Revoke a token',
    command: command(`${server}/oauth/revoke`, ['token=THE_TOKEN', ...credentials]),
  });
  return curls;
}

/** The parameters in the body; a certificate is part of the connection. */
function credentialsOf({ client_id, token_endpoint_auth_method: method }: Application, secret: string | undefined) {
  const itself = `client_id=${client_id}`;
  if (method === 'none' || method.endsWith('tls_client_auth')) return [itself];
  if (!method.endsWith('_jwt')) return [itself, `client_secret=${secret ?? 'YOUR_CLIENT_SECRET'}`];
  const type = 'client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  return [itself, type, 'client_assertion=YOUR_SIGNED_JWT'];
}

function command(url: string, fields: readonly string[]): string {
  return [`curl ${url}`, ...fields.map((field) => `--data-urlencode ${quoted(field)}`)].join(' \\\n  ');
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
