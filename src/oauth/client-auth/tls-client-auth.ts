import type { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { CertificateAuthorities } from '../../outgoing/certificate-authorities.js';
import { canonicalAddress } from '../../network/network.js';
import type { ClientMetadata } from '../../protocol/client-metadata.js';
import {
  bareClientId,
  type PresentedCredential,
  ClientAuthMethod,
  type ClientCredentialsRead,
} from './client-auth-method.js';

type AlternativeName = 'DNS' | 'URI' | 'IP Address' | 'email';

/** Names that are compared as strings. */
const ALTERNATIVES = [
  ['tls_client_auth_san_dns', 'DNS'],
  ['tls_client_auth_san_uri', 'URI'],
  ['tls_client_auth_san_email', 'email'],
] as const satisfies readonly (readonly [keyof ClientMetadata, AlternativeName])[];
const NAME = /(?:^|, )(DNS|URI|IP Address|email):("(?:[^"\\]|\\.)*"|[^,]*)/g;

/**
 * `tls_client_auth`: a certificate of an authority this server trusts, with the name the client registered.
 * @see https://www.rfc-editor.org/rfc/rfc8705#section-2.1
 */
@Injectable()
export class TlsClientAuth extends ClientAuthMethod {
  readonly names = ['tls_client_auth'];

  constructor(
    private readonly authorities: CertificateAuthorities,
    private readonly clock: Clock,
  ) {
    super();
  }

  credentialIn(offered: ClientCredentialsRead): PresentedCredential | undefined {
    const clientId = bareClientId(offered);
    if (clientId === undefined) return undefined;
    return {
      clientId,
      fault: (application) => {
        const certificate = offered.certificate();
        if (application === undefined || certificate === undefined) return 'no client certificate was shown';
        if (!this.authorities.issued(certificate, this.clock.now()))
          return 'the certificate is of no trusted authority';
        return bearsName(certificate, application.metadata)
          ? undefined
          : 'the certificate has another name than the registered one';
      },
    };
  }
}

/** Exactly one name is registered, and that one is compared. */
function bearsName(certificate: X509Certificate, metadata: ClientMetadata): boolean {
  const { tls_client_auth_subject_dn: dn, tls_client_auth_san_ip: ip } = metadata;
  if (dn !== undefined) return subjectOf(certificate) === normalized(dn);
  if (ip !== undefined) {
    const address = canonicalAddress(ip);
    return alternativeNames(certificate, 'IP Address').some((name) => canonicalAddress(name) === address);
  }
  return ALTERNATIVES.some(([field, kind]) => {
    const name = metadata[field];
    return name !== undefined && alternativeNames(certificate, kind).includes(name);
  });
}

/** RFC 4514 §2.1: "Otherwise, the output consists of the string encodings of each RelativeDistinguishedName [...] starting with the last element". */
function subjectOf({ subject }: X509Certificate): string {
  return normalized(subject.split('\n').reverse().join(','));
}

function normalized(dn: string): string {
  return dn
    .split(/(?<!\\),\s*/)
    .map((part) => part.replace(/^\s*([A-Za-z0-9.]+)\s*=\s*/, (_, type: string) => `${type.toUpperCase()}=`).trim())
    .join(',');
}

function alternativeNames({ subjectAltName }: X509Certificate, kind: AlternativeName): string[] {
  return [...(subjectAltName ?? '').matchAll(NAME)]
    .filter(([, type]) => type === kind)
    .map(([, , name = '']) => (name.startsWith('"') ? (JSON.parse(name) as string) : name));
}
