import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { SettingError } from '../config/setting-error.js';
import { Settings } from '../config/settings.js';

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Extended key usages that let a certificate authenticate a client: id-kp-clientAuth and anyExtendedKeyUsage. */
const FOR_CLIENTS: readonly string[] = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'];

/** The authorities that certificates of clients must be issued by. */
@Injectable()
export class CertificateAuthorities {
  private readonly authorities: readonly X509Certificate[];

  constructor({ tlsClientCa }: Settings) {
    this.authorities = tlsClientCa === undefined ? [] : read(tlsClientCa);
  }

  /** Whether one of them issued this certificate, for clients, and both are valid at this time. */
  issued(certificate: X509Certificate, now: Date): boolean {
    return (
      isForClients(certificate) &&
      isValid(certificate, now) &&
      this.authorities.some(
        (authority) =>
          authority.ca &&
          isValid(authority, now) &&
          certificate.checkIssued(authority) &&
          certificate.verify(authority.publicKey),
      )
    );
  }
}

function read(file: string): X509Certificate[] {
  try {
    const found = readFileSync(file, 'utf8').match(PEM) ?? [];
    if (found.length === 0) throw new Error('it holds no certificate');
    return found.map((pem) => new X509Certificate(pem));
  } catch (error) {
    throw new SettingError(
      'TLS_CLIENT_CA',
      `cannot be read: ${(error as Error).message}`,
      '/etc/latchkey/client-ca.pem',
    );
  }
}

/**
 * RFC 5280 §4.2.1.12: "If the extension is present, then the certificate MUST only be used for one of the purposes
 * indicated." Node calls the extended key usage `keyUsage`.
 */
function isForClients({ keyUsage }: X509Certificate): boolean {
  const purposes = keyUsage as string[] | undefined;
  return purposes === undefined || purposes.some((purpose) => FOR_CLIENTS.includes(purpose));
}

function isValid({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  return Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo);
}
