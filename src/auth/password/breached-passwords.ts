import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { GuardedFetcher } from '../../outgoing/guarded-fetcher.js';
import { namedBySetting } from '../../outgoing/occasion.js';

/** Hexadecimal digits of the SHA-1 hash that the service is told. */
const TOLD = 5;

/** Asks a service of known passwords by range: it is told five of the forty digits of a hash, and answers the others of all it knows. */
@Injectable()
export class BreachedPasswords {
  private readonly logger = new Logger(BreachedPasswords.name);

  constructor(
    private readonly fetcher: GuardedFetcher,
    private readonly settings: Settings,
  ) {}

  /** False where no service is set, or it does not answer. */
  async has(password: string): Promise<boolean> {
    const service = this.settings.passwordBreachUrl;
    if (service === undefined) return false;
    const digest = createHash('sha1').update(password).digest('hex').toUpperCase();
    const address = `${service.replace(/\/$/, '')}/${digest.slice(0, TOLD)}`;
    try {
      const lines = (await this.fetcher.getText(address, namedBySetting())).split(/\r?\n/);
      return lines.some((line) => {
        const [rest = '', count = '0'] = line.toUpperCase().split(':');
        return rest === digest.slice(TOLD) && Number(count) > 0;
      });
    } catch (error) {
      this.logger.warn(`PASSWORD_BREACH_URL ${(error as Error).message}; the password was taken unasked`);
      return false;
    }
  }
}
