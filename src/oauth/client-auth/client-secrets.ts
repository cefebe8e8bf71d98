import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { Origin } from '../../protocol/origin.js';
import { sameHash, sha256 } from '../../secrets/secrets.js';
import { type Application, Applications } from '../stores/applications.js';
import type { PresentedCredential } from './client-auth-method.js';

/** Compared if there is no client, so that an unknown client takes the same time. */
const NO_CLIENT = sha256('no such client');

/** The two methods that send a secret. Documented clients use either one, whichever they registered. */
export const SHOWN_SECRET: readonly string[] = ['client_secret_basic', 'client_secret_post'];

/** Client secrets: any live secret of an application is accepted, so that they can be rotated without an outage. */
@Injectable()
export class ClientSecrets {
  constructor(
    private readonly applications: Applications,
    private readonly clock: Clock,
  ) {}

  /** Undefined if the secret is one of the application's; otherwise the reason, for the audit trail. */
  verify(application: Application | undefined, secret: string, origin: Origin): string | undefined {
    const hash = sha256(secret);
    const secrets = application?.secrets ?? [];
    if (secrets.length === 0) {
      sameHash(hash, NO_CLIENT);
      return application === undefined ? 'no such client' : 'the application has no secret';
    }
    const match = secrets.find((candidate) => sameHash(candidate.hash, hash));
    if (match === undefined) return `none of the application's secrets matches: it has ${String(secrets.length)}`;
    if (match.expiresAt !== null && match.expiresAt <= this.clock.now()) return 'the secret has expired';
    this.applications.secretUsed(match.id, origin.address);
    return undefined;
  }

  /** The matching secret of the application. */
  matchOf({ secrets }: Application, secret: string): string {
    const hash = sha256(secret);
    const place = secrets.findIndex((candidate) => sameHash(candidate.hash, hash)) + 1;
    return `secret ${String(place)} of ${String(secrets.length)} matched`;
  }
}

/** A presented client secret. */
export class PresentedSecret implements PresentedCredential {
  constructor(
    readonly clientId: string,
    private readonly secret: string,
    private readonly origin: Origin,
    private readonly secrets: ClientSecrets,
  ) {}

  fault(application: Application | undefined): string | undefined {
    return this.secrets.verify(application, this.secret, this.origin);
  }

  proof(application: Application): string {
    return this.secrets.matchOf(application, this.secret);
  }
}
