import { Secret, TOTP } from 'otpauth';
import { randomBytes } from '../../secrets/randomness.js';
import { typedCode } from '../../protocol/typed-code.js';

/** Bytes: the length of an HMAC-SHA-1 (RFC 4226 section 4, R6). */
const SECRET_LENGTH = 20;
/** Seconds of a time step. */
const PERIOD = 30;
/** Time steps that the clock of a phone may be off, either way (RFC 6238 section 5.2). */
const DRIFT = 1;
const SHAPE = /^\d{6}$/;

export function newAuthenticatorSecret(): Buffer {
  return Buffer.from(randomBytes(SECRET_LENGTH));
}

/** The secret as a person types it into an app: Base32. */
export function typedSecret(secret: Buffer): string {
  return secretOf(secret).base32;
}

/** `otpauth://totp/…`, as authenticator apps read it from a QR code. */
export function otpauthAddress(secret: Buffer, server: string, account: string): string {
  return totp(secret, server, account).toString();
}

/** The code that a person typed; undefined for what is none. */
export function oneTimeCode(typed: string): string | undefined {
  const code = typedCode(typed);
  return SHAPE.test(code) ? code : undefined;
}

/** Whether it can be one; otherwise a recovery code is meant. */
export function isOneTimeCode(typed: string): boolean {
  return oneTimeCode(typed) !== undefined;
}

/** Whether it was meant as one, if with a digit too few or too many. Recovery codes are longer, and have letters. */
export function isLikeOneTimeCode(typed: string): boolean {
  return /^\d{0,10}$/.test(typedCode(typed));
}

/**
 * The time step that the code is of; undefined for a wrong one.
 * @see https://www.rfc-editor.org/rfc/rfc6238#section-5.2
 */
export function stepOf(code: string, secret: Buffer, now: Date): number | undefined {
  const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: DRIFT });
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / PERIOD) + delta;
}

function totp(secret: Buffer, issuer = '', label = ''): TOTP {
  return new TOTP({ secret: secretOf(secret), issuer, label, algorithm: 'SHA1', digits: 6, period: PERIOD });
}

function secretOf(secret: Buffer): Secret {
  return new Secret({ buffer: Uint8Array.from(secret).buffer });
}
