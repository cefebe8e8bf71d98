import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { IdTokenHints } from '../oauth/authorize/id-token-hint.js';
import { KeyRing } from '../oauth/tokens/key-ring.js';

@Injectable()
export class OwnIdTokenHints extends IdTokenHints {
  constructor(
    private readonly ring: KeyRing,
    private readonly settings: Settings,
  ) {
    super();
  }

  subjectOf(idToken: string): string | undefined {
    const claims = this.ring.verify('JWT', idToken);
    if (claims?.['iss'] !== this.settings.issuer) return undefined;
    return typeof claims['sub'] === 'string' ? claims['sub'] : undefined;
  }
}
