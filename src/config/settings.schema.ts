import { z } from 'zod';
import { boundSettings } from './bound-settings.js';
import {
  integer,
  integerOrAuto,
  issuer,
  networks,
  onOff,
  oneOf,
  optionalSetting,
  ports,
  secretKey,
  setting,
  text,
  url,
} from './setting-kinds.js';

const MINUTE = 60;
const DAY = 86_400;
const YEAR = 366 * DAY;

/**
 * Every setting of the server, by the name of its environment variable. `.env.example` and
 * docs/reference/settings.md are generated from here, in this order.
 */
export const settingsSchema = z.object({
  PORT: setting(integer(0, 65_535), {
    about: 'TCP port the server listens on; 0 takes any free one.',
    example: '3000',
    fallback: '3000',
  }),
  HOST: setting(text(/^[\w.:-]{1,255}$/, 'must be an address or host name to listen on'), {
    about: 'Address the server listens on. 0.0.0.0 or :: makes it reachable from other machines.',
    example: '0.0.0.0',
    fallback: 'localhost',
  }),
  ISSUER: optionalSetting(issuer(), {
    about: 'Public URL of this server, as clients write it. It stands in every token, link and metadata document.',
    example: 'https://auth.example.com',
    unset: '`http://localhost:$PORT`',
  }),
  DATABASE_URL: optionalSetting(url(['postgresql:', 'postgres:']), {
    about: 'PostgreSQL to keep everything in.',
    example: 'postgresql://latchkey:password@db.example.com:5432/latchkey',
    unset: 'an embedded PostgreSQL under `DATA_DIR`',
    secret: true,
  }),
  DATA_DIR: setting(text(/^[^\0]+$/, 'must be a folder'), {
    about: 'Folder of the embedded PostgreSQL and of the secret key generated with it.',
    example: '/var/lib/latchkey',
    fallback: './data',
  }),
  SECRET_KEY: optionalSetting(secretKey(), {
    about: 'Key that protects secrets at rest. Required with `DATABASE_URL`, and the same on every node.',
    example: '$(openssl rand -base64 32)',
    unset: 'generated once into `DATA_DIR` (embedded database only)',
    secret: true,
  }),
  ADMIN_EMAIL: setting(text(/^[^\s@]{1,64}@[^\s@]{1,189}$/, 'must be an e-mail address'), {
    about: 'E-mail address of the administrator created at the first start.',
    example: 'you@example.com',
    fallback: 'admin@localhost',
  }),
  ADMIN_PASSWORD: optionalSetting(text(/^[^\0]{8,1024}$/u, 'must have 8 to 1024 characters'), {
    about: 'Password of that first administrator.',
    example: '$(openssl rand -base64 18)',
    unset: 'generated, and printed once',
    secret: true,
  }),
  TRUST_PROXY: setting(networks(), {
    about:
      'Addresses or CIDRs of the proxies in front of the server, separated by commas. Only their `X-Forwarded-For` is believed: addresses, with or without a port.',
    example: '10.0.0.0/8,2001:db8::1',
    fallback: '',
  }),
  FETCH_ALLOW_NETWORKS: setting(networks(), {
    about:
      'Addresses or CIDRs the server may call although they are private, when an application names them in a `jwks_uri`, a log-out address and the like.',
    example: '10.0.0.0/8',
    fallback: '',
  }),
  FETCH_ALLOW_PORTS: setting(ports(), {
    about:
      'Ports besides 443 that the server may call at an address that no account registered: a client document, and what one names. Within `FETCH_ALLOW_NETWORKS` every port is allowed.',
    example: '8443',
    fallback: '',
  }),
  TLS_CLIENT_CERT_HEADER: optionalSetting(text(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'must be the name of a header'), {
    about:
      'Header in which a proxy named by `TRUST_PROXY` passes on the TLS certificate of a client (RFC 9440, URL-encoded PEM or base64). From any other peer it is ignored.',
    example: 'X-Client-Cert',
    unset: 'no client authenticates by certificate',
  }),
  TLS_CLIENT_CA: optionalSetting(text(/^[^\0]+$/, 'must be a file'), {
    about:
      'PEM file with the authorities (intermediate ones, too) that certificates for `tls_client_auth` must be issued by.',
    example: '/etc/latchkey/client-ca.pem',
    unset: '`tls_client_auth` is not offered',
  }),
  REQUIRE_PAR: setting(onOff(), {
    about: 'Whether every application must push its authorization requests (RFC 9126).',
    example: 'on',
    fallback: 'off',
  }),
  REQUIRE_ISSUER_AUDIENCE: setting(onOff(), {
    about:
      "Whether every application's client assertions must name the issuer as their only audience; otherwise the URL of the token endpoint, or of the endpoint they are sent to, will do.",
    example: 'on',
    fallback: 'off',
  }),
  DPOP_NONCES: setting(onOff(), {
    about: 'Whether DPoP proofs must carry a nonce of this server (RFC 9449), so that none can be made in advance.',
    example: 'off',
    fallback: 'on',
  }),
  DYNAMIC_REGISTRATION: setting(oneOf(['off', 'token', 'open']), {
    about:
      'Whether applications may register themselves (RFC 7591): not at all, with an access token or API key that carries `register_clients`, or openly.',
    example: 'token',
    fallback: 'off',
  }),
  APPLICATIONS_PER_MEMBER: setting(integer(1, 1_000_000), {
    about: 'Applications that a member may have at once. Admins, and what registers itself, have no such bound.',
    example: '100',
    fallback: '100',
  }),
  BRANDS_PER_MEMBER: setting(integer(1, 1_000_000), {
    about: 'Brands that a member may own at once. Admins have no such bound.',
    example: '100',
    fallback: '100',
  }),
  RESOURCES_PER_MEMBER: setting(integer(1, 1_000_000), {
    about: 'Protected resources that a member may have at once. Admins have no such bound.',
    example: '200',
    fallback: '200',
  }),
  CLIENT_ID_METADATA_DOCUMENTS: setting(onOff(), {
    about: 'Whether the https URL of a document that describes an application may stand for its `client_id`.',
    example: 'off',
    fallback: 'on',
  }),
  WORKERS: setting(integerOrAuto(1, 256), {
    about: 'Number of processes that answer requests; `auto` starts one per core.',
    example: 'auto',
    fallback: '1',
  }),
  ACCESS_TOKEN_TTL: setting(integer(MINUTE, DAY), {
    about: 'Seconds an access token of a first-party login lives.',
    example: '3600',
    fallback: '3600',
  }),
  REFRESH_TOKEN_TTL: setting(integer(MINUTE, YEAR), {
    about: 'Seconds a sign-in lives without being refreshed.',
    example: '604800',
    fallback: '604800',
  }),
  SESSION_TTL: setting(integer(MINUTE, YEAR), {
    about: 'Seconds a browser session lives.',
    example: '604800',
    fallback: '604800',
  }),
  PASSWORD_GRANT: setting(onOff(), {
    about: 'Whether applications that have it switched on may use `grant_type=password` (RFC 9700 advises against it).',
    example: 'off',
    fallback: 'on',
  }),
  API_KEY_IN_QUERY: setting(onOff(), {
    about: 'Whether an API key is accepted as `?api_key=`. Proxies in front may log it there.',
    example: 'off',
    fallback: 'on',
  }),
  ...boundSettings,
  PASSWORD_HASH_CONCURRENCY: setting(integerOrAuto(1, 64), {
    about:
      'Passwords hashed at the same time by one process; `auto` is as many as there are cores, which they leave to everything else first.',
    example: '2',
    fallback: 'auto',
  }),
  PASSWORD_BREACH_URL: optionalSetting(url(['https:', 'http:']), {
    about:
      'Service that new passwords of people are looked up at, by range: it is told the first five digits of a SHA-1 hash. A private address must stand in `FETCH_ALLOW_NETWORKS`. A service that does not answer refuses nothing.',
    example: 'https://api.pwnedpasswords.com/range',
    unset: 'no service is asked',
  }),
  SIGNING_ALG: setting(oneOf(['ES256', 'RS256', 'EdDSA']), {
    about: 'Algorithm that tokens are signed with, where an application does not name another.',
    example: 'ES256',
    fallback: 'ES256',
  }),
  SIGNING_KEY_ROTATION_DAYS: setting(integer(1, 3650), {
    about: 'Days until a signing key is replaced.',
    example: '30',
    fallback: '30',
  }),
  AUDIT_RETENTION_DAYS: setting(integer(1, 36_500), {
    about: 'Days an audit event is kept.',
    example: '365',
    fallback: '90',
  }),
  FEED_NOTIFY: setting(onOff(), {
    about:
      'Whether nodes wake each other with LISTEN/NOTIFY. Switch it off behind a transaction pooler; polling remains.',
    example: 'off',
    fallback: 'on',
  }),
  SMTP_URL: optionalSetting(url(['smtp:', 'smtps:']), {
    about: 'Mail server that messages are sent through.',
    example: 'smtps://user:password@mail.example.com',
    unset: 'mails go to the log and to a folder under `DATA_DIR`',
    secret: true,
  }),
  METRICS_PORT: optionalSetting(integer(1, 65_535), {
    about: 'Port of `GET /metrics` in Prometheus format. Keep it from the public.',
    example: '9464',
    unset: 'no metrics are served',
  }),
  LOG_LEVEL: setting(oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), {
    about: 'How much is logged. Requests are logged at `debug`.',
    example: 'info',
    fallback: 'info',
  }),
});
