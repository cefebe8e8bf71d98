import { Injectable } from '@nestjs/common';
import { Clock, NODES_APART } from '../../clock/clock.js';
import { networkOf } from '../../network/network.js';
import { UsedAssertions } from '../../oauth/stores/used-assertions.js';
import type { Origin } from '../../protocol/origin.js';
import { randomBytes } from '../../secrets/randomness.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { sameHash, sha256 } from '../../secrets/secrets.js';

/** Seconds. */
const GOOD_FOR = 600;
const NONCE = 16;
const TIME = 6;

/**
 * Challenges of passkeys. One proves itself: it carries its time and a MAC of what it was made for, and nothing is stored
 * before it is answered with a genuine signature.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-cryptographic-challenges
 */
@Injectable()
export class PasskeyChallenges {
  constructor(
    private readonly key: SecretKey,
    private readonly used: UsedAssertions,
    private readonly clock: Clock,
  ) {}

  /** @param purpose what the answer will count for: the ticket of a page, or a registration of a session */
  make(purpose: string): Uint8Array<ArrayBuffer> {
    const head = Buffer.alloc(NONCE + TIME);
    randomBytes(NONCE).copy(head);
    head.writeUIntBE(this.clock.now().getTime(), NONCE, TIME);
    return Uint8Array.from(Buffer.concat([head, this.macOf(head, purpose)]));
  }

  /** Whether a challenge was made for this purpose, a short time ago. */
  holds(challenge: string, purpose: string): boolean {
    const bytes = Buffer.from(challenge, 'base64url');
    if (bytes.length <= NONCE + TIME) return false;
    const head = bytes.subarray(0, NONCE + TIME);
    if (!sameHash(bytes.subarray(NONCE + TIME), this.macOf(head, purpose))) return false;
    const now = this.clock.now().getTime();
    // another node may have made it
    return timeOf(head) <= now + NODES_APART && now < timeOf(head) + GOOD_FOR * 1000;
  }

  /** Uses up a challenge that holds. Of parallel callers one gets true. @throws TooManyRequests */
  use(challenge: string, { address }: Origin): Promise<boolean> {
    const bytes = Buffer.from(challenge, 'base64url');
    const until = new Date(timeOf(bytes) + GOOD_FOR * 1000);
    return this.used.use(sha256(Buffer.concat([LABEL, bytes])), this.clock.now(), until, networkOf(address));
  }

  private macOf(head: Buffer, purpose: string): Buffer {
    return this.key.mac(Buffer.concat([LABEL, head, Buffer.from(purpose)]));
  }
}

const LABEL = Buffer.from('passkey challenge ');

function timeOf(challenge: Buffer): number {
  return challenge.readUIntBE(NONCE, TIME);
}
