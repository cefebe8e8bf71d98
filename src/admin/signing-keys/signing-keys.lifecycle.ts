import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { KeyRing } from '../../oauth/tokens/key-ring.js';
import { ReadinessCheck } from '../../operations/health/readiness-check.js';
import { KeyKeeper } from './key-keeper.js';

/** Seconds between two looks at whether a key is due. */
const TEND_EVERY = 60;

/** Loads the key ring before the first request, and tends it while the server runs. */
@Injectable()
export class SigningKeysLifecycle extends ReadinessCheck implements OnModuleInit, OnApplicationShutdown {
  readonly name = 'signing keys';
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly keeper: KeyKeeper,
    private readonly ring: KeyRing,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    await this.keeper.load();
    this.timer = setInterval(() => void this.keeper.tend().catch(() => undefined), TEND_EVERY * 1000).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  check(): string | undefined {
    const { signingAlg } = this.settings;
    const key = this.ring.current(signingAlg, this.clock.now());
    return key === undefined ? `there is no ${signingAlg} key to sign with` : undefined;
  }
}
