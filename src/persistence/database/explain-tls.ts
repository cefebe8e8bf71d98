const AUTHORITY = 'no authority that is trusted has issued its certificate; name the authority as sslrootcert';

/** Code of Node or OpenSSL, which differ between their releases, and what it means to the operator. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [
    /SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT|DEPTH_ZERO_SELF_SIGNED/,
    AUTHORITY,
  ],
  [/^CERT_HAS_EXPIRED$/, 'its certificate has expired; renew it there'],
  [/^CERT_NOT_YET_VALID$/, 'its certificate is not valid yet; look at the clocks of both machines'],
  [/ALERT_UNKNOWN_CA$/, 'it does not trust the authority of the certificate in sslcert; name one that its own issued'],
  [/ALERT_CERTIFICATE_EXPIRED$/, 'the certificate in sslcert has expired; renew it'],
  [/ALERT_(BAD|UNSUPPORTED)_CERTIFICATE$|ALERT_CERTIFICATE_UNKNOWN$/, 'it does not take the certificate in sslcert'],
  [
    /KEY_VALUES_MISMATCH$/,
    'the key in sslkey is not that of the certificate in sslcert; name the two that go together',
  ],
  [
    /BAD_DECRYPT$|BAD_PASSWORD_READ$/,
    'the key in sslkey is encrypted, and sslpassword does not open it; set sslpassword',
  ],
  [
    /ALERT_PROTOCOL_VERSION$|UNSUPPORTED_PROTOCOL$/,
    'it speaks no version of TLS that this program does; raise its ssl_max_protocol_version to TLSv1.2 or later',
  ],
];

/** What PostgreSQL or PgBouncer says of a connection that it takes with TLS only, or with a certificate only. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/does not support SSL/, 'it speaks no TLS; set ssl = on there, or sslmode=prefer here'],
  [
    /requires a valid client certificate/,
    'it wants a certificate of this client; name one as sslcert and its key as sslkey',
  ],
  [
    /certificate authentication failed/,
    'the certificate in sslcert is not for this user; name one whose common name is the user, or set a map there',
  ],
];

const WITHOUT_TLS = /^(?!.*"\[local\]").*, no encryption$|^SSL required$/;

/** What is wrong with TLS or its certificates, and the parameter of `DATABASE_URL` that mends it. */
export function explainTls(error: Error, code: string): string | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return anotherHost(error);
  if (WITHOUT_TLS.test(error.message))
    return `it lets the user in with TLS only, or not at all (${error.message}); set sslmode=require, or mend its rules`;
  const named = code === 'EPROTO' ? nameOf(error) : code;
  const [, reason] = CODES.find(([form]) => form.test(named)) ?? WORDS.find(([form]) => form.test(error.message)) ?? [];
  return reason;
}

/** OpenSSL's name of a fault that was met while writing, as the code of one that was met while reading has it. */
function nameOf({ message }: Error): string {
  const [, reason = ''] = /:SSL routines:[^:]*:([^:]+):/.exec(message) ?? [];
  return reason.toUpperCase().replaceAll(' ', '_');
}

function anotherHost(error: Error): string {
  const { cert } = error as { cert?: { subjectaltname?: string; subject?: { CN?: string } } };
  const names = cert?.subjectaltname ?? cert?.subject?.CN ?? 'none';
  return `its certificate is for another host (${names}); name the host so, or set sslmode=verify-ca`;
}
