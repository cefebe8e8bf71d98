import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { GuardedFetcher } from '../outgoing/guarded-fetcher.js';
import { deliveredTo } from '../outgoing/occasion.js';
import { type Application, Applications } from '../oauth/stores/applications.js';
import { LogoutDeliveries, type LogoutDelivery } from './logout-deliveries.js';
import { LogoutTokens } from './logout-token.js';

const INTERVAL_MS = 1000;
const AT_ONCE = 20;
/** Milliseconds after which nobody is told any more. */
const PATIENCE = 86_400_000;

/**
 * Tells applications of the ends of sessions, and goes on trying until each has heard it. What is to be told lies in the
 * database: any number of nodes share the work, and none is needed to finish it.
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#Backchannel
 */
@Injectable()
export class BackChannelLogout implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(BackChannelLogout.name);
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private round: Promise<void> = Promise.resolve();

  constructor(
    private readonly deliveries: LogoutDeliveries,
    private readonly applications: Applications,
    private readonly tokens: LogoutTokens,
    private readonly fetcher: GuardedFetcher,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule();
  }

  /** The round under way ends by itself: no delivery takes longer than the fetcher lets it. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.round = this.deliverDue().finally(() => this.schedule());
    }, INTERVAL_MS).unref();
  }

  private async deliverDue(): Promise<void> {
    try {
      const due = await this.deliveries.take(AT_ONCE, this.clock.now());
      await Promise.all(due.map((delivery) => this.deliver(delivery)));
    } catch (error) {
      this.logger.debug(`ends of sessions could not be told: ${String(error)}`);
    }
  }

  private async deliver(delivery: LogoutDelivery): Promise<void> {
    const { id, clientId, userId, sessionId, attempts, createdAt } = delivery;
    const client = await this.applications.byClientId(clientId);
    const address = client?.metadata.backchannel_logout_uri;
    if (client === undefined || address === undefined) {
      await this.deliveries.settle(id);
      return;
    }
    const fault = await this.post(client, address, await this.tokens.issue(client, userId, sessionId));
    if (fault === undefined) {
      await this.deliveries.settle(id);
      return;
    }
    const now = this.clock.now();
    const reason = `${clientId} was not told of the end of a session after ${String(attempts)} attempts: its address ${fault}`;
    if (now.getTime() - createdAt.getTime() > PATIENCE) await this.deliveries.giveUp(delivery, reason, now);
    this.logger.warn(reason);
  }

  /** Undefined when the application took the token, else why not. */
  private async post(client: Application, address: string, token: string): Promise<string | undefined> {
    try {
      const status = await this.fetcher.postForm(address, { logout_token: token }, deliveredTo(client));
      return status >= 200 && status < 300 ? undefined : `answered ${String(status)}`;
    } catch (error) {
      return (error as Error).message;
    }
  }
}
