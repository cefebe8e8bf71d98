import type { Network } from '../network/network.js';
import { PROCESS_CONNECTIONS } from './process-connections.js';
import { KNOWN_SCHEMES } from '../protocol/redirect-schemes.js';
import { SECONDS } from '../protocol/durations.js';
import {
  databaseUrl,
  issuer,
  networks,
  oneOf,
  onOff,
  ports,
  schemes,
  secretKey,
  Setting,
  text,
  wholeNumber,
  wholeNumberOrAuto,
} from './setting-kinds.js';

const YEAR = 366 * SECONDS.day;

/** The addresses, trusted proxies and offered features of the server. */
export class ServerSettings {
  @Setting(wholeNumber(0, 65_535), {
    about: 'TCP port the server listens on; 0 takes any free one.',
    example: '3000',
    fallback: '3000',
  })
  PORT!: number;

  @Setting(text(/^[\w.:-]{1,255}$/, 'must be an address or host name to listen on'), {
    about: 'Address the server listens on. 0.0.0.0 or :: makes it reachable from other machines.',
    example: '0.0.0.0',
    fallback: 'localhost',
  })
  HOST!: string;

  @Setting(issuer, {
    about: 'Public URL of this server, as clients write it. It stands in every token, link and metadata document.',
    example: 'https://auth.example.com',
    unset: '`http://localhost:$PORT`',
  })
  ISSUER?: string;

  @Setting(databaseUrl, {
    about:
      'PostgreSQL to keep everything in, as a connection URI of libpq: several hosts, `target_session_attrs`, sockets (`?host=/run/postgresql`), `sslmode`, `sslrootcert`, `sslcert` and `sslkey` mean what its manual says; `schema` names that of the tables. `ssl=true` is `sslmode=require`, `ssl=false` is `sslmode=disable`. Without either TLS is used where the server insists on it.',
    example: 'postgresql://latchkey:password@db.example.com:5432/latchkey',
    unset: 'an embedded PostgreSQL under `DATA_DIR`',
    secret: true,
  })
  DATABASE_URL?: string;

  @Setting(text(/^[^\0]+$/, 'must be a folder'), {
    about: 'Folder of the embedded PostgreSQL and of the secret key generated with it.',
    example: '/var/lib/latchkey',
    fallback: './data',
  })
  DATA_DIR!: string;

  @Setting(secretKey, {
    about:
      'Key that protects secrets at rest. Required with `DATABASE_URL`, and the same on every node. `npm run admin -- change-secret-key` replaces it.',
    example: 'OUTPUT_OF_openssl_rand_-base64_32',
    unset: 'generated once into `DATA_DIR` (embedded database only)',
    secret: true,
  })
  SECRET_KEY?: string;

  @Setting(text(/^[^\s@]{1,64}@[^\s@]{1,189}$/, 'must be an e-mail address'), {
    about: 'E-mail address of the administrator created at the first start.',
    example: 'you@example.com',
    fallback: 'admin@localhost',
  })
  ADMIN_EMAIL!: string;

  @Setting(text(/^[^\0]{8,1024}$/u, 'must have 8 to 1024 characters'), {
    about: 'Password of that first administrator.',
    example: 'OUTPUT_OF_openssl_rand_-base64_18',
    unset: 'generated, and printed once',
    secret: true,
  })
  ADMIN_PASSWORD?: string;

  @Setting(networks, {
    about:
      'Addresses or CIDRs of the proxies in front of the server, separated by commas. Only their `X-Forwarded-For` is believed: addresses, with or without a port.',
    example: '10.0.0.0/8,2001:db8::1',
    fallback: '',
  })
  TRUST_PROXY!: Network[];

  @Setting(networks, {
    about:
      'Addresses or CIDRs the server may call although they are private, when an application names them in a `jwks_uri`, a log-out address and the like.',
    example: '10.0.0.0/8',
    fallback: '',
  })
  FETCH_ALLOW_NETWORKS!: Network[];

  @Setting(ports, {
    about:
      'Ports besides 443 that the server may call at an address that no account registered: a client document, and what one names. Within `FETCH_ALLOW_NETWORKS` every port is allowed.',
    example: '8443',
    fallback: '',
  })
  FETCH_ALLOW_PORTS!: number[];

  @Setting(text(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'must be the name of a header'), {
    about:
      'Header in which a proxy named by `TRUST_PROXY` passes on the TLS certificate of a client (RFC 9440, URL-encoded PEM or base64). From any other peer it is ignored.',
    example: 'X-Client-Cert',
    unset: 'no client authenticates by certificate',
  })
  TLS_CLIENT_CERT_HEADER?: string;

  @Setting(text(/^[^\0]+$/, 'must be a file'), {
    about:
      'PEM file with the authorities (intermediate ones, too) that certificates for `tls_client_auth` must be issued by.',
    example: '/etc/latchkey/client-ca.pem',
    unset: '`tls_client_auth` is not offered',
  })
  TLS_CLIENT_CA?: string;

  @Setting(onOff, {
    about: 'Whether every application must push its authorization requests (RFC 9126).',
    example: 'on',
    fallback: 'off',
  })
  REQUIRE_PAR!: boolean;

  @Setting(onOff, {
    about:
      "Whether every application's client assertions must name the issuer as their only audience; otherwise the URL of the token endpoint, or of the endpoint they are sent to, will do.",
    example: 'on',
    fallback: 'off',
  })
  REQUIRE_ISSUER_AUDIENCE!: boolean;

  @Setting(onOff, {
    about: 'Whether DPoP proofs must carry a nonce of this server (RFC 9449), so that none can be made in advance.',
    example: 'off',
    fallback: 'on',
  })
  DPOP_NONCES!: boolean;

  @Setting(oneOf(['off', 'token', 'open']), {
    about:
      'Whether applications may register themselves (RFC 7591): not at all, with an access token or API key that carries `register_clients`, or openly.',
    example: 'token',
    fallback: 'off',
  })
  DYNAMIC_REGISTRATION!: 'off' | 'token' | 'open';

  @Setting(schemes, {
    about:
      'Private-use schemes without a dot that redirect URIs may have, of programs that come with no other (RFC 8252 asks for a dot). Any program on a device can claim one. Registrations with a scheme go on working when the scheme is taken out.',
    example: `${KNOWN_SCHEMES.join(',')},myapp`,
    fallback: KNOWN_SCHEMES.join(','),
  })
  REDIRECT_SCHEMES!: string[];

  @Setting(oneOf(['everyone', 'admins']), {
    about:
      'Who may create applications and API keys. With `admins`, members see an account in the console: their profile, security, sessions and the applications they have allowed. What they own already stays theirs.',
    example: 'admins',
    fallback: 'everyone',
  })
  DEVELOPERS!: 'everyone' | 'admins';

  @Setting(onOff, {
    about: 'Whether the https URL of a document that describes an application may stand for its `client_id`.',
    example: 'off',
    fallback: 'on',
  })
  CLIENT_ID_METADATA_DOCUMENTS!: boolean;

  @Setting(onOff, {
    about:
      'Whether the console is served under `/console`. Without it `/` is a page that says what this server is, and people sign in at their applications alone.',
    example: 'off',
    fallback: 'on',
  })
  CONSOLE!: boolean;

  @Setting(wholeNumberOrAuto(1, 256), {
    about: `Number of processes that answer requests; \`auto\` starts one per core. Each opens up to ${String(PROCESS_CONNECTIONS)} connections to the database, which the embedded one has room for; another must allow those of all nodes (\`max_connections\`).`,
    example: 'auto',
    fallback: '1',
  })
  WORKERS!: number | 'auto';

  @Setting(wholeNumber(0, 7), {
    about:
      'Seconds between SIGTERM, when `/health/ready` turns 503, and the closing of the port, so that load balancers notice in time. SIGINT and SIGHUP wait for nothing.',
    example: '5',
    fallback: '5',
  })
  SHUTDOWN_DELAY!: number;

  @Setting(wholeNumber(1, 3600), {
    about:
      'Seconds that an idle connection is kept open. Longer than the proxy or load balancer in front keeps it, which answers 502 where the server closes first: Google Cloud keeps 600, AWS 60.',
    example: '620',
    fallback: '72',
  })
  KEEP_ALIVE_TIMEOUT!: number;

  @Setting(wholeNumber(SECONDS.minute, SECONDS.day), {
    about: 'Seconds an access token of a first-party login lives.',
    example: '3600',
    fallback: '3600',
  })
  ACCESS_TOKEN_TTL!: number;

  @Setting(wholeNumber(SECONDS.minute, YEAR), {
    about: 'Seconds a sign-in lives without being refreshed, and at least as long as its access tokens.',
    example: '604800',
    fallback: '604800',
  })
  REFRESH_TOKEN_TTL!: number;

  @Setting(wholeNumber(SECONDS.minute, YEAR), {
    about: 'Seconds a browser session lives.',
    example: '604800',
    fallback: '604800',
  })
  SESSION_TTL!: number;

  @Setting(onOff, {
    about: 'Whether applications that have it switched on may use `grant_type=password` (RFC 9700 advises against it).',
    example: 'off',
    fallback: 'on',
  })
  PASSWORD_GRANT!: boolean;

  @Setting(onOff, {
    about: 'Whether an API key is accepted as `?api_key=`. Proxies in front may log it there.',
    example: 'off',
    fallback: 'on',
  })
  API_KEY_IN_QUERY!: boolean;
}
