import { Injectable } from '@nestjs/common';
import QRCode from 'qrcode';
import { Settings } from '../../config/settings.js';
import { otpauthAddress, typedSecret } from './one-time-codes.js';

/** A secret in the three forms in which a person brings it into an app. */
export interface ShownSecret {
  /** Base32. */
  typed: string;
  /** `otpauth://totp/…` */
  address: string;
  /** The address as a QR code: an SVG element, without script and style. */
  svg: string;
}

/** Shows the secret of an authenticator app that is being set up. */
@Injectable()
export class ShownEnrolment {
  constructor(private readonly settings: Settings) {}

  async of(secret: Buffer, { email }: { email: string }): Promise<ShownSecret> {
    // a colon divides the names; the port stays, as some apps replace an account of the same names
    const server = new URL(this.settings.issuer).host.replaceAll(':', '-');
    const address = otpauthAddress(secret, server, email);
    const svg = await QRCode.toString(address, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
    return { typed: typedSecret(secret), address, svg: svg.trim() };
  }
}
