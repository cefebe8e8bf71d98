import { oneOf, refuse } from './database-url-fault.js';

/**
 * Whether a connection is encrypted and how its server is verified.
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html
 */
const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof SSL_MODES)[number];

/** The parameters about TLS that are read. */
const READ = new Set(['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslpassword']);
/** Other parameters about TLS, with the values that are accepted because they change nothing. */
const WITHOUT_EFFECT: Partial<Record<string, RegExp>> = {
  sslcompression: /^0$/,
  sslsni: /^1$/,
  sslnegotiation: /^postgres$/,
  sslcertmode: /^allow$/,
  ssl_min_protocol_version: /^TLSv1(?:\.[012])?$/,
};
const SWITCH = ['true', '1', 'false', '0'] as const;

/** @throws DatabaseUrlFault also for a parameter about TLS that is not known: it could ask for more than is done. */
export function sslModeOf(parameters: Partial<Record<string, string>>): SslMode {
  for (const [name, value] of Object.entries(parameters)) {
    if (!/ssl|tls/i.test(name) || READ.has(name) || WITHOUT_EFFECT[name]?.test(value ?? '') === true) continue;
    refuse(
      `has a parameter "${name}", which is not known here; write sslmode=require or sslmode=verify-full for TLS, or take it out`,
    );
  }
  const { sslrootcert } = parameters;
  const sslmode = parameters.ssl === undefined ? parameters.sslmode : modeOfSwitch(parameters.ssl, parameters);
  // the default: not encrypted, unless the server insists on TLS
  const mode = oneOf(SSL_MODES, 'sslmode', sslmode ?? (sslrootcert === 'system' ? 'verify-full' : 'allow'));
  if (sslrootcert === 'system' && mode !== 'verify-full')
    refuse('has sslrootcert=system, which goes with sslmode=verify-full only');
  if (mode === 'verify-ca' && sslrootcert === undefined)
    refuse('has sslmode=verify-ca, which needs the file of the authority as sslrootcert');
  // as in libpq: `require` verifies the certificate if the authority is named
  return mode === 'require' && sslrootcert !== undefined ? 'verify-ca' : mode;
}

/** The `sslmode` that is meant by `ssl`, the switch of JDBC and node-postgres. An `sslmode` beside it counts if both agree. */
function modeOfSwitch(ssl: string, { sslmode, sslrootcert }: Partial<Record<string, string>>): string {
  const isOn = oneOf(SWITCH, 'ssl', ssl, '; write sslmode=require') === 'true' || ssl === '1';
  const contradict = (other: string) =>
    refuse(`has ssl=${ssl} beside ${other}, which contradict each other; take ssl out`);
  if (!isOn && sslrootcert !== undefined) contradict('sslrootcert');
  if (sslmode === undefined) return isOn ? (sslrootcert === 'system' ? 'verify-full' : 'require') : 'disable';
  const isPlain = ['disable', 'allow', 'prefer'].includes(sslmode);
  return isPlain === isOn ? contradict(`sslmode=${sslmode}`) : sslmode;
}
