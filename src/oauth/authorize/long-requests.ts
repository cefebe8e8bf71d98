import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { networkOf } from '../../network/network.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { newSecret, sha256 } from '../../secrets/secrets.js';
import { KeptRequests } from '../stores/kept-requests.js';

/** A request that is kept, and under which handle. */
export interface Kept {
  asked: string;
  handle: string;
  /** Milliseconds. */
  until: number;
}

/**
 * Milliseconds that a request is kept where half of the room is taken; at half of it a request that goes on is kept again.
 * Else it stays until its end: a flood of them blocks no more than half of the room for long.
 */
const KEPT_FOR = 600_000;
const MAX_LENGTH = 16_384;
const CONTEXT = 'kept request';

/** Keeps the requests that are too long to travel through a browser: proxies and servers refuse long addresses. */
@Injectable()
export class LongRequests {
  constructor(
    private readonly requests: KeptRequests,
    private readonly key: SecretKey,
    private readonly clock: Clock,
  ) {}

  /**
   * Its handle.
   * @param ends when the request is over, in milliseconds
   * @param present where it is kept already
   * @throws InvalidRequest for one that is longer than any that waits, TooManyRequests
   */
  async keep(asked: string, address: string, ends: number, present: Kept | undefined): Promise<string> {
    const now = this.clock.now().getTime();
    if (present?.asked === asked && present.until > Math.min(ends - 1, now + KEPT_FOR / 2)) return present.handle;
    if (asked.length > MAX_LENGTH) {
      throw new InvalidRequest(`The application sent a request that is longer than ${MAX_LENGTH} characters.`);
    }
    const secret = newSecret();
    const network = networkOf(address);
    const until = this.requests.hasPlenty(network) ? ends : Math.min(ends, now + KEPT_FOR);
    const sealed = this.key.seal(Buffer.from(JSON.stringify({ asked, until })), CONTEXT);
    await this.requests.keep(sha256(secret), sealed, new Date(until), network);
    return secret.toString('base64url');
  }

  /** Undefined once its time is over. */
  async find(handle: string): Promise<Kept | undefined> {
    const sealed = await this.requests.find(sha256(Buffer.from(handle, 'base64url')));
    if (sealed === undefined) return undefined;
    const { asked, until } = JSON.parse(this.key.open(sealed, CONTEXT).toString()) as Omit<Kept, 'handle'>;
    return until > this.clock.now().getTime() ? { asked, until, handle } : undefined;
  }
}
