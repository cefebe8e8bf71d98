import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { GuardedFetcher } from '../outgoing/guarded-fetcher.js';
import { deliveredTo } from '../outgoing/occasion.js';
import { type Application, Applications } from '../oauth/stores/applications.js';
import { MILLISECONDS } from '../protocol/durations.js';
import { AT_ONCE, DeliverySlots, type Outcome } from './delivery-slots.js';
import { LogoutDeliveries, type LogoutDelivery } from './logout-deliveries.js';
import { LogoutTokens } from './logout-token.js';

const INTERVAL_MS = 1000;
/** Milliseconds after which a delivery is given up. */
const PATIENCE = MILLISECONDS.day;

/**
 * Delivers logout tokens to applications, and retries until each has accepted its own. Pending deliveries are rows in the
 * database: any number of nodes share the work, and any of them can finish it.
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#Backchannel
 */
@Injectable()
export class BackChannelLogout implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(BackChannelLogout.name);
  private readonly slots = new DeliverySlots();
  private readonly underWay = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private taking: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly deliveries: LogoutDeliveries,
    private readonly applications: Applications,
    private readonly tokens: LogoutTokens,
    private readonly fetcher: GuardedFetcher,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.fillSlots(), INTERVAL_MS).unref();
  }

  /** Deliveries in progress end by themselves: the fetcher bounds the time of each. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.taking;
    await Promise.all(this.underWay);
  }

  private fillSlots(): void {
    if (this.stopped || this.taking !== undefined || this.slots.free <= 0) return;
    this.taking = this.take().finally(() => (this.taking = undefined));
  }

  private async take(): Promise<void> {
    const now = this.clock.now();
    const expiredBefore = new Date(now.getTime() - PATIENCE);
    const room = { free: this.slots.free, taken: this.slots.taken(now), atOnce: AT_ONCE, expiredBefore };
    try {
      for (const delivery of await this.deliveries.take(room, now)) this.begin(delivery, expiredBefore);
    } catch (error) {
      this.logger.debug(`ends of sessions could not be told: ${String(error)}`);
    }
  }

  private begin(delivery: LogoutDelivery, expiredBefore: Date): void {
    this.slots.begin(delivery);
    const attempt = this.attempt(delivery, expiredBefore)
      .catch((error: unknown): Outcome => {
        this.logger.debug(`the end of a session could not be told: ${String(error)}`);
        return 'unsent';
      })
      .then((outcome) => {
        this.slots.end(delivery, outcome, this.clock.now());
        this.underWay.delete(attempt);
        this.fillSlots();
      });
    this.underWay.add(attempt);
  }

  private attempt(delivery: LogoutDelivery, expiredBefore: Date): Promise<Outcome> {
    if (!this.slots.rests(delivery, this.clock.now())) return this.deliver(delivery);
    if (delivery.createdAt < expiredBefore) return this.giveUp(delivery, 'does not answer');
    // its host failed while it was taken: it is due again later
    return Promise.resolve('unsent');
  }

  private async deliver(delivery: LogoutDelivery): Promise<Outcome> {
    const { id, clientId, address, subjectsSince, userId, sessionId, createdAt } = delivery;
    // one of before other subjects was told another, and is not told that of now
    if (address === null || createdAt < (subjectsSince ?? createdAt)) {
      await this.deliveries.settle(id);
      return 'unsent';
    }
    const client = await this.applications.byClientId(clientId);
    // this node's memory is older or newer than the delivery, and may tell another subject: it is due again later
    if (client === undefined || client.subjectsSince?.getTime() !== subjectsSince?.getTime()) return 'unsent';
    const { fault, outcome } = await this.post(client, address, await this.tokens.issue(client, userId, sessionId));
    if (fault === undefined) await this.deliveries.settle(id);
    else if (this.clock.now().getTime() - createdAt.getTime() > PATIENCE) await this.giveUp(delivery, fault);
    else this.logger.warn(reasonOf(delivery, fault));
    return outcome;
  }

  private async giveUp(delivery: LogoutDelivery, fault: string): Promise<Outcome> {
    const reason = reasonOf(delivery, fault);
    await this.deliveries.giveUp(delivery, reason, this.clock.now());
    this.logger.warn(reason);
    return 'unsent';
  }

  private async post(client: Application, address: string, token: string): Promise<Posted> {
    try {
      const status = await this.fetcher.postForm(address, { logout_token: token }, deliveredTo(client));
      return { fault: status >= 200 && status < 300 ? undefined : `answered ${String(status)}`, outcome: 'answered' };
    } catch (error) {
      return { fault: (error as Error).message, outcome: 'silent' };
    }
  }
}

interface Posted {
  /** Undefined if the application accepted the token, else the reason. */
  fault: string | undefined;
  outcome: Outcome;
}

function reasonOf({ clientId, attempts }: LogoutDelivery, fault: string): string {
  return `${clientId} was not told of the end of a session after ${String(attempts)} attempts: its address ${fault}`;
}
