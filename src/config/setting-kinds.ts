import { isIP } from 'node:net';
import { z } from 'zod';
import { Network } from '../network/network.js';
import { NetworkFault } from '../network/network-fault.js';

/** Description of a setting for the reference page, `.env.example` and the error line. */
export interface SettingDoc {
  about: string;
  /** A valid value, shown when another one is refused. */
  example: string;
  /** The value when the setting is unset, spelled as in the environment. */
  fallback?: string;
  /** The meaning of an unset setting that has no plain default. */
  unset?: string;
  /** The value is never shown in a message. */
  secret?: true;
}

export const settingDocs = z.registry<SettingDoc>();

type FromText = z.ZodType<unknown, string>;

/** A setting that always has a value. */
export function setting<S extends FromText>(kind: S, doc: SettingDoc & { fallback: string }): S {
  settingDocs.add(kind, doc);
  return kind;
}

/** A setting that may stay unset. */
export function optionalSetting<S extends FromText>(kind: S, doc: SettingDoc): z.ZodOptional<S> {
  const optional = z.optional(kind);
  settingDocs.add(optional, doc);
  return optional;
}

export function integer(min: number, max: number) {
  const rule = `must be a whole number from ${String(min)} to ${String(max)}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, rule)
    .transform(Number)
    .refine((value) => value >= min && value <= max, rule);
}

/** A number, or `auto` for the result of `measure`. */
export function integerOrAuto(min: number, max: number) {
  const rule = `must be a whole number from ${String(min)} to ${String(max)}, or auto`;
  return z
    .string()
    .regex(/^(\d{1,10}|auto)$/, rule)
    .transform((text) => (text === 'auto' ? ('auto' as const) : Number(text)))
    .refine((value) => value === 'auto' || (value >= min && value <= max), rule);
}

export function onOff() {
  return z.enum(['on', 'off'], 'must be on or off').transform((value) => value === 'on');
}

export function oneOf<const T extends readonly string[]>(values: T) {
  return z.enum(values, `must be one of ${values.join(', ')}`);
}

export function text(pattern: RegExp, rule: string) {
  return z.string().regex(pattern, rule);
}

export function url(schemes: readonly string[]) {
  const rule = `must be a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`;
  return z
    .string()
    .refine(
      (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol) && new URL(value).host !== '',
      rule,
    );
}

/** The issuer identifier of this server: an origin, optionally with a path (RFC 8414 §2: no query, no fragment). */
export function issuer() {
  return z.string().check((context) => {
    const fault = issuerFault(context.value);
    if (fault) context.issues.push({ code: 'custom', input: context.value, message: fault });
  });
}

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
  if (hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]') return true;
  return isIP(hostname) === 4 && hostname.startsWith('127.');
}

/** Addresses and CIDRs, separated by commas or spaces. */
export function networks() {
  return z.string().transform((value, context) => {
    const entries = value.split(/[\s,]+/).filter((entry) => entry !== '');
    return entries.flatMap((entry) => {
      try {
        return [Network.parse(entry)];
      } catch (fault) {
        if (!(fault instanceof NetworkFault)) throw fault;
        context.addIssue({ code: 'custom', message: `lists ${entry}, which ${fault.message}` });
        return [];
      }
    });
  });
}

/** Port numbers, separated by commas or spaces. */
export function ports() {
  const rule = 'must be whole numbers from 1 to 65535, separated by commas';
  const listed = z.string().transform((value) => value.split(/[\s,]+/).filter((entry) => entry !== ''));
  return listed.pipe(
    z.array(
      z
        .string()
        .regex(/^\d{1,5}$/, rule)
        .transform(Number),
    ),
  );
}

const SECRET_BYTES = 32;

/** A key of at least 256 bits, written in hex, in base64 or as plain text. */
export function secretKey() {
  return z.string().refine(
    (value) => {
      const bytes = /^[0-9a-f]*$/i.test(value) ? value.length / 2 : Buffer.byteLength(value);
      return bytes >= SECRET_BYTES && new Set(value).size >= 8;
    },
    `must hold at least ${String(SECRET_BYTES)} random bytes`,
  );
}
