import { z } from 'zod';
import type { Description } from '../../http/described.js';

const FACE = '/oauth';
const form = ['form', 'json'] as const;

/** The secret may be in the body or in the Authorization header; a public application has none. */
const CLIENT = ['client', 'none'] as const;
const client = {
  client_id: z.string().optional().meta({ description: 'Unless the Authorization header names it.' }),
  client_secret: z.string().optional(),
};

export const TOKEN: Description = {
  face: FACE,
  summary: 'Token endpoint (RFC 6749)',
  as: form,
  body: z.object({
    grant_type: z
      .string()
      .meta({ examples: ['authorization_code', 'refresh_token', 'client_credentials', 'password'] }),
    ...client,
    scope: z.string().optional().meta({ description: 'Space separated. Without it: the default scopes.' }),
    code: z.string().optional().meta({ description: 'With `authorization_code`.' }),
    redirect_uri: z.string().optional().meta({ description: 'With `authorization_code`.' }),
    code_verifier: z.string().optional().meta({ description: 'With `authorization_code` (RFC 7636).' }),
    refresh_token: z.string().optional().meta({ description: 'With `refresh_token`.' }),
    device_code: z.string().optional().meta({ description: 'With the device grant (RFC 8628).' }),
    subject_token: z.string().optional().meta({ description: 'With token exchange (RFC 8693): an access token.' }),
    subject_token_type: z
      .string()
      .optional()
      .meta({ examples: ['urn:ietf:params:oauth:token-type:access_token'] }),
    resource: z.string().optional().meta({ description: 'The API the token is for (RFC 8707).' }),
    username: z.string().optional().meta({ description: 'With `password`.' }),
    password: z.string().optional().meta({ format: 'password', description: 'With `password`.' }),
  }),
  answer: z
    .object({
      access_token: z.string(),
      token_type: z.string().meta({ examples: ['Bearer'] }),
      expires_in: z.int().meta({ description: 'Seconds.' }),
      refresh_token: z.string().optional(),
      id_token: z.string().optional().meta({ description: 'With the scope `openid`.' }),
      scope: z.string(),
      created_at: z.int().meta({ description: 'Seconds since 1970.' }),
    })
    .meta({ id: 'TokenResponse' }),
  security: CLIENT,
};

export const REVOKE: Description = {
  face: FACE,
  summary: 'Revocation endpoint (RFC 7009)',
  description:
    'With `token`: ends that access token, or the whole sign-in of that refresh token. Without it: ends everything the application holds.',
  as: form,
  body: z.object({
    token: z.string().optional(),
    token_type_hint: z.string().optional(),
    ...client,
  }),
  answer: z.strictObject({}),
  security: CLIENT,
};

export const INTROSPECT: Description = {
  face: FACE,
  summary: 'Introspection endpoint (RFC 7662)',
  description:
    'For confidential applications. Of tokens that are not its to ask about it hears `{"active":false}`. With `Accept: application/token-introspection+jwt` the answer is a JWT that this server signed (RFC 9701).',
  as: form,
  body: z.object({ token: z.string(), token_type_hint: z.string().optional(), ...client }),
  answer: z
    .object({
      active: z.boolean(),
      iss: z.string().optional(),
      sub: z.string().optional(),
      aud: z.union([z.string(), z.array(z.string())]).optional(),
      client_id: z.string().optional(),
      scope: z.string().optional(),
      username: z.string().optional(),
      token_type: z.string().optional(),
      sid: z.string().optional(),
      jti: z.string().optional(),
      iat: z.int().optional(),
      exp: z.int().optional(),
    })
    .meta({ id: 'Introspection' }),
  security: CLIENT,
};

export const DEVICE_AUTHORIZATION: Description = {
  face: FACE,
  summary: 'Device authorization endpoint (RFC 8628)',
  as: form,
  body: z.object({ ...client, scope: z.string().optional() }),
  answer: z
    .object({
      device_code: z.string(),
      user_code: z.string(),
      verification_uri: z.string(),
      verification_uri_complete: z.string(),
      expires_in: z.int().meta({ description: 'Seconds.' }),
      interval: z.int().meta({ description: 'Seconds between two polls, at least.' }),
    })
    .meta({ id: 'DeviceAuthorization' }),
  security: CLIENT,
};

export const PAR: Description = {
  face: FACE,
  summary: 'Pushed authorization request endpoint (RFC 9126)',
  description: 'Takes what the authorization endpoint takes.',
  as: form,
  body: z.looseObject({ response_type: z.string(), redirect_uri: z.string().optional(), ...client }),
  answer: z
    .object({ request_uri: z.string(), expires_in: z.int().meta({ description: 'Seconds.' }) })
    .meta({ id: 'PushedAuthorization' }),
  status: 201,
  security: CLIENT,
};
