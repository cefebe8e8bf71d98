import { Field, Fields } from '../../fields/field.js';
import type { Kind } from '../../fields/kind.js';
import { flag, integer, text } from '../../fields/kinds.js';
import { type Description, Nothing } from '../../http/described.js';

const FACE = '/oauth';
const form = ['form', 'json'] as const;
const OPTIONAL = { optional: true } as const;
const SECONDS = { description: 'Seconds.' } as const;

/** The secret may be in the body or in the Authorization header; a public application has none. */
const CLIENT = ['client', 'none'] as const;

const audience: Kind<string | string[]> = {
  schema: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
  checks: () => [],
};

class ClientCredentials {
  @Field(text(), { ...OPTIONAL, description: 'Unless the Authorization header names it.' }) client_id?: string;
  @Field(text(), OPTIONAL) client_secret?: string;
}

@Fields({ open: true })
class TokenForm extends ClientCredentials {
  @Field(text(), { example: 'authorization_code' }) grant_type!: string;

  @Field(text(), { ...OPTIONAL, description: 'Space separated. Without it: the default scopes.' }) scope?: string;

  @Field(text(), { ...OPTIONAL, description: 'With `authorization_code`.' }) code?: string;
  @Field(text(), { ...OPTIONAL, description: 'With `authorization_code`.' }) redirect_uri?: string;
  @Field(text(), { ...OPTIONAL, description: 'With `authorization_code` (RFC 7636).' }) code_verifier?: string;
  @Field(text(), { ...OPTIONAL, description: 'With `refresh_token`.' }) refresh_token?: string;
  @Field(text(), { ...OPTIONAL, description: 'With the device grant (RFC 8628).' }) device_code?: string;

  @Field(text(), { ...OPTIONAL, description: 'With token exchange (RFC 8693): an access token.' })
  subject_token?: string;

  @Field(text(), { ...OPTIONAL, example: 'urn:ietf:params:oauth:token-type:access_token' })
  subject_token_type?: string;

  @Field(text(), { ...OPTIONAL, description: 'The API the token is for (RFC 8707).' }) resource?: string;

  @Field(text(), { ...OPTIONAL, description: 'With token exchange (RFC 8693): an API, as `resource` names it.' })
  audience?: string;

  @Field(text(), { ...OPTIONAL, description: 'With `password`.' }) username?: string;
  @Field(text({ format: 'password' }), { ...OPTIONAL, description: 'With `password`.' }) password?: string;

  @Field(text(), {
    ...OPTIONAL,
    description:
      'With `password`, for an account with a second factor: a code of the authenticator app or a recovery code.',
  })
  otp?: string;
}

@Fields({ name: 'TokenResponse' })
class IssuedTokens {
  @Field(text()) access_token!: string;
  @Field(text(), { example: 'Bearer' }) token_type!: string;
  @Field(integer(), SECONDS) expires_in!: number;
  @Field(text(), OPTIONAL) refresh_token?: string;
  @Field(text(), { ...OPTIONAL, description: 'With the scope `openid`.' }) id_token?: string;
  @Field(text()) scope!: string;
  @Field(integer(), { description: 'Seconds since 1970.' }) created_at!: number;
}

@Fields({ open: true })
class RevocationForm extends ClientCredentials {
  @Field(text(), OPTIONAL) token?: string;
  @Field(text(), OPTIONAL) token_type_hint?: string;
}

@Fields({ open: true })
class IntrospectionForm extends ClientCredentials {
  @Field(text()) token!: string;
  @Field(text(), OPTIONAL) token_type_hint?: string;
}

@Fields({ name: 'Introspection' })
class IntrospectedToken {
  @Field(flag) active!: boolean;
  @Field(text(), OPTIONAL) iss?: string;
  @Field(text(), OPTIONAL) sub?: string;
  @Field(audience, OPTIONAL) aud?: string | string[];
  @Field(text(), OPTIONAL) client_id?: string;
  @Field(text(), OPTIONAL) scope?: string;
  @Field(text(), OPTIONAL) username?: string;
  @Field(text(), OPTIONAL) token_type?: string;
  @Field(text(), OPTIONAL) sid?: string;
  @Field(text(), OPTIONAL) jti?: string;
  @Field(integer(), OPTIONAL) iat?: number;
  @Field(integer(), OPTIONAL) exp?: number;
}

@Fields({ open: true })
class DeviceAuthorizationForm extends ClientCredentials {
  @Field(text(), OPTIONAL) scope?: string;
}

@Fields({ name: 'DeviceAuthorization' })
class DeviceCodes {
  @Field(text()) device_code!: string;
  @Field(text()) user_code!: string;
  @Field(text()) verification_uri!: string;
  @Field(text()) verification_uri_complete!: string;
  @Field(integer(), SECONDS) expires_in!: number;
  @Field(integer(), { description: 'Seconds between two polls, at least.' }) interval!: number;
}

@Fields({ open: true })
class PushedRequest extends ClientCredentials {
  @Field(text()) response_type!: string;
  @Field(text(), OPTIONAL) redirect_uri?: string;
}

@Fields({ name: 'PushedAuthorization' })
class PushedReference {
  @Field(text()) request_uri!: string;
  @Field(integer(), SECONDS) expires_in!: number;
}

export const TOKEN: Description = {
  face: FACE,
  summary: 'Token endpoint (RFC 6749)',
  as: form,
  body: TokenForm,
  answer: IssuedTokens,
  security: CLIENT,
};

export const REVOKE: Description = {
  face: FACE,
  summary: 'Revocation endpoint (RFC 7009)',
  description:
    'With `token`: ends that access token, or the whole sign-in of that refresh token. Without it: ends everything the application holds.',
  as: form,
  body: RevocationForm,
  answer: Nothing,
  security: CLIENT,
};

export const INTROSPECT: Description = {
  face: FACE,
  summary: 'Introspection endpoint (RFC 7662)',
  description:
    'For confidential applications. Of tokens that are not its to ask about it hears `{"active":false}`. `scope` is what is left of the token’s: none that its application, or its owner’s role, has lost since; it may be empty. With `Accept: application/token-introspection+jwt` the answer is a JWT that this server signed (RFC 9701).',
  as: form,
  body: IntrospectionForm,
  answer: IntrospectedToken,
  security: CLIENT,
};

export const DEVICE_AUTHORIZATION: Description = {
  face: FACE,
  summary: 'Device authorization endpoint (RFC 8628)',
  as: form,
  body: DeviceAuthorizationForm,
  answer: DeviceCodes,
  security: CLIENT,
};

export const PAR: Description = {
  face: FACE,
  summary: 'Pushed authorization request endpoint (RFC 9126)',
  description: 'Takes what the authorization endpoint takes.',
  as: form,
  body: PushedRequest,
  answer: PushedReference,
  status: 201,
  security: CLIENT,
};
