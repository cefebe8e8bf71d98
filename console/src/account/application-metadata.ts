import type { Application, ApplicationChange } from '../api/resources';
import { linesOf } from '../kit/lines';

const TEXTS = [
  'jwks_uri',
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
  'sector_identifier_uri',
  'backchannel_logout_uri',
  'frontchannel_logout_uri',
  'client_uri',
  'logo_uri',
  'policy_uri',
  'tos_uri',
] as const;

const FLAGS = [
  'require_pushed_authorization_requests',
  'require_issuer_audience',
  'require_signed_request_object',
  'dpop_bound_access_tokens',
  'tls_client_certificate_bound_access_tokens',
] as const;

const CHOICES = [
  'token_endpoint_auth_signing_alg',
  'id_token_signed_response_alg',
  'id_token_claims',
  'access_token_typ',
  'userinfo_signed_response_alg',
  'introspection_signed_response_alg',
  'subject_type',
  'security_profile',
  'second_factor',
] as const;

export type MetadataValues = Record<
  (typeof TEXTS)[number] | 'jwks' | 'contacts' | 'token_endpoint_auth_method',
  string
> &
  Record<(typeof FLAGS)[number], boolean> &
  Record<(typeof CHOICES)[number], string | null> & { first_party: boolean; confirmed: boolean };

type Field = [name: keyof MetadataValues, value: unknown];

/** What an application declares, as the fields of a form: empty is unset. */
export function metadataValues(application: Application): MetadataValues {
  const { jwks, contacts, token_endpoint_auth_method, first_party, confirmed } = application;
  return {
    ...each(TEXTS, (name) => application[name] ?? ''),
    ...each(FLAGS, (name) => application[name] ?? false),
    ...each(CHOICES, (name): string | null => application[name] ?? null),
    jwks: jwks === undefined ? '' : JSON.stringify(jwks, null, 2),
    contacts: (contacts ?? []).join('\n'),
    token_endpoint_auth_method,
    first_party,
    confirmed,
  };
}

function each<Name extends string, T>(names: readonly Name[], valueOf: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, T>;
}

/** Null unsets. */
export function metadataBody(values: MetadataValues): ApplicationChange {
  const contacts = linesOf(values.contacts);
  const fields: Field[] = [
    ...TEXTS.map((name): Field => [name, values[name].trim() || null]),
    ...FLAGS.map((name): Field => [name, values[name] || null]),
    ...CHOICES.map((name): Field => [name, values[name]]),
    ['jwks', values.jwks.trim() === '' ? null : (JSON.parse(values.jwks) as unknown)],
    ['contacts', contacts.length === 0 ? null : contacts],
    ['token_endpoint_auth_method', values.token_endpoint_auth_method],
    ['first_party', values.first_party],
    ['confirmed', values.confirmed],
  ];
  return Object.fromEntries(fields);
}

/** The fault in a key set, found before it is sent. */
export function jwksFault(text: string): string | null {
  if (text.trim() === '') return null;
  try {
    JSON.parse(text);
    return null;
  } catch {
    return 'must be JSON: {"keys": […]}';
  }
}
