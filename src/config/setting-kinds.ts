import { isIP } from 'node:net';
import { IsBoolean, IsIn } from 'class-validator';
import { Field } from '../fields/field.js';
import { DECIDES, type Kind, rule } from '../fields/kind.js';
import { ruledText } from '../fields/kinds.js';
import { Network } from '../network/network.js';
import { credentialsFault, mixedPercentFault } from './url-credentials.js';
import { DatabaseUrlFault } from './database-url-fault.js';
import { parseDatabaseUrl } from './database-url.js';
import { NetworkFault } from '../network/network-fault.js';
import { listedSchemeFault } from '../protocol/redirect-schemes.js';

/** Description of a setting for the reference page, `.env.example` and the error line. */
export interface SettingDoc {
  about: string;
  /** A valid value, shown when another one is refused. */
  example: string;
  /** The value when the setting is unset, spelled as in the environment. Without one it may stay unset. */
  fallback?: string;
  /** The meaning of an unset setting that has no plain default. */
  unset?: string;
  /** The value is never shown in a message. */
  secret?: true;
}

const docs = new Map<string, SettingDoc>();

/** A field of the settings: its value is read from text. */
export function Setting<T, const Doc extends SettingDoc>(kind: Kind<T>, doc: Doc) {
  type Unset = Doc extends { fallback: string } ? false : true;
  return <Name extends string, Owner extends Partial<Record<Name, unknown>>>(
    target: Owner,
    name: Name & (T | (Unset extends true ? undefined : never) extends Owner[Name] ? Name : never),
  ): void => {
    docs.set(name, doc);
    Field(kind, { optional: doc.fallback === undefined })(target, name as never);
  };
}

export function docOf(name: string): SettingDoc {
  const doc = docs.get(name);
  if (!doc) throw new Error(`setting ${name} is not described`);
  return doc;
}

export function wholeNumber(min: number, max: number): Kind<number> {
  const rule = `must be a whole number from ${String(min)} to ${String(max)}`;
  return fromText(readNumber, (value) => (isWithin(value, min, max) ? undefined : rule));
}

/** A number, or `auto` for the result of a measurement. */
export function wholeNumberOrAuto(min: number, max: number): Kind<number | 'auto'> {
  const rule = `must be a whole number from ${String(min)} to ${String(max)}, or auto`;
  return fromText(readNumber, (value) => (value === 'auto' || isWithin(value, min, max) ? undefined : rule));
}

/** `on` or `off`. */
export const onOff: Kind<boolean> = {
  schema: {},
  checks: () => [IsBoolean({ message: 'must be on or off', context: DECIDES })],
  read: (given) => (given === 'on' ? true : given === 'off' ? false : given),
};

export function oneOf<const T extends readonly string[]>(values: T): Kind<T[number]> {
  return { schema: {}, checks: () => [IsIn([...values], { message: `must be one of ${values.join(', ')}` })] };
}

export function text(pattern: RegExp, message: string): Kind<string> {
  return ruledText((value) => (pattern.test(value) ? undefined : message));
}

export function url(schemes: readonly string[], faultOf?: (parsed: URL) => string | undefined): Kind<string> {
  const message = `must be a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`;
  return ruledText((value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    const isOne = parsed !== undefined && schemes.includes(parsed.protocol) && parsed.host !== '';
    if (!isOne) return credentialsFault(value) ?? message;
    return faultOf?.(parsed);
  });
}

/**
 * A mail server. The scheme says when TLS begins, and of the ports that are registered each has one way.
 * @see https://www.rfc-editor.org/rfc/rfc8314#section-3.3
 */
export const mailServer: Kind<string> = url(['smtp:', 'smtps:'], (parsed) => {
  const { protocol, port } = parsed;
  if (protocol === 'smtp:' && port === '465')
    return 'must begin with smtps:// for port 465, where TLS begins with the connection';
  if (protocol === 'smtps:' && (port === '587' || port === '25'))
    return `must begin with smtp:// for port ${port}, where TLS begins with STARTTLS`;
  return mixedPercentFault(parsed);
});

/** A connection URI of PostgreSQL. */
export const databaseUrl: Kind<string> = ruledText((value) => {
  try {
    parseDatabaseUrl(value);
    return undefined;
  } catch (fault) {
    if (!(fault instanceof DatabaseUrlFault)) throw fault;
    return fault.message;
  }
});

/** The issuer identifier of this server: an origin, optionally with a path (RFC 8414 §2: no query, no fragment). */
export const issuer: Kind<string> = ruledText(issuerFault);

function issuerFault(value: string): string | undefined {
  if (!URL.canParse(value)) return 'must be an absolute https URL';
  const parsed = new URL(value);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return 'must be an https URL';
  if (parsed.username || parsed.password) return 'must not carry a user name or password';
  if (/[?#]/.test(value)) return 'must not have a query or fragment';
  if (value.endsWith('/')) return 'must not end with a slash';
  if (parsed.protocol === 'http:' && !isLoopback(parsed.hostname)) {
    return 'must be an https URL; plain http is for localhost only';
  }
  const canonical = parsed.href.replace(/\/$/, '');
  return canonical === value ? undefined : `must be spelled ${canonical}`;
}

export function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost') || /^\[?::1\]?$/.test(hostname)) return true;
  return isIP(hostname) === 4 && hostname.startsWith('127.');
}

/** Addresses and CIDRs, separated by commas or spaces. */
export const networks: Kind<Network[]> = fromText(
  (value) => entriesOf(value).map(readNetwork),
  (entries: (Network | string)[]) => entries.find((entry) => typeof entry === 'string'),
);

/** @returns the fault, if the entry is not a network */
function readNetwork(entry: string): Network | string {
  try {
    return Network.parse(entry);
  } catch (fault) {
    if (!(fault instanceof NetworkFault)) throw fault;
    return `lists ${entry}, which ${fault.message}`;
  }
}

/** Private-use schemes without a dot, separated by commas or spaces. */
export const schemes: Kind<string[]> = fromText(entriesOf, (entries: string[]) => {
  const bad = entries.find((entry) => listedSchemeFault(entry) !== undefined);
  return bad === undefined ? undefined : `lists ${bad}, which ${listedSchemeFault(bad) ?? ''}`;
});

/** Port numbers, separated by commas or spaces. */
export const ports: Kind<number[]> = fromText(
  (value) => entriesOf(value).map(readNumber),
  (entries: unknown[]) =>
    entries.every((entry) => isWithin(entry, 1, 65_535))
      ? undefined
      : 'must be whole numbers from 1 to 65535, separated by commas',
);

const SECRET_BYTES = 32;

/** A key of at least 256 bits, written in hex, in base64 or as plain text. */
export const secretKey: Kind<string> = ruledText(secretKeyFault);

/** Why the text is no such key. */
export function secretKeyFault(value: string): string | undefined {
  const bytes = /^[0-9a-f]*$/i.test(value) ? value.length / 2 : Buffer.byteLength(value);
  const isLong = bytes >= SECRET_BYTES && new Set(value).size >= 8;
  return isLong ? undefined : `must hold at least ${String(SECRET_BYTES)} random bytes`;
}

/** What `read` makes of the text, held to a rule. */
function fromText<T>(read: (text: string) => unknown, faultOf: (value: never) => string | undefined): Kind<T> {
  return {
    schema: {},
    read: (given) => (typeof given === 'string' ? read(given) : given),
    checks: () => [rule(faultOf, {})],
  };
}

function readNumber(text: string): number | string {
  return /^\d{1,10}$/.test(text) ? Number(text) : text;
}

function isWithin(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}

function entriesOf(value: string): string[] {
  return value.split(/[\s,]+/).filter((entry) => entry !== '');
}
