import { Injectable } from '@nestjs/common';
import { sealingContext } from '../../oauth/client-auth/client-secret-jwt.js';
import { randomBase62 } from '../../secrets/base62.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { sha256 } from '../../secrets/secrets.js';
import type { ApplicationRecord, NewSecret } from './application.js';

/** So that a secret that leaked into code or a log is known for what it is. */
const PREFIX = 'lks_';

/** Makes client secrets. */
@Injectable()
export class NewClientSecrets {
  constructor(private readonly key: SecretKey) {}

  /** A new client secret: the text, shown once, and the stored form. */
  for(
    { clientId, tokenEndpointAuthMethod }: Pick<ApplicationRecord, 'clientId' | 'tokenEndpointAuthMethod'>,
    expiresAt: Date | null,
  ): { shown: string; kept: NewSecret } {
    const shown = `${PREFIX}${randomBase62()}`;
    const sealed =
      tokenEndpointAuthMethod === 'client_secret_jwt'
        ? this.key.seal(Buffer.from(shown), sealingContext(clientId))
        : null;
    const sealedWith = sealed && this.key.fingerprint;
    return { shown, kept: { hash: sha256(shown), sealed, sealedWith, hint: shown.slice(-4), expiresAt } };
  }
}
