import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { KeyRing } from '../../oauth/tokens/key-ring.js';
import { ReadinessCheck } from '../../operations/health/readiness-check.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import { KeyKeeper } from './key-keeper.js';

/** Milliseconds between two looks at whether a key is due. */
const TEND_EVERY = MILLISECONDS.minute;
/** Milliseconds between two looks at whether the keys must be read without having been told. */
const CATCH_UP_EVERY = 1000;

/** Loads the key ring before the first request, and tends it while the server runs. */
@Injectable()
export class SigningKeysLifecycle extends ReadinessCheck implements OnModuleInit, OnApplicationShutdown {
  readonly name = 'signing keys';
  private readonly timers: NodeJS.Timeout[] = [];

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
    this.repeat(TEND_EVERY, () => this.keeper.tend());
    this.repeat(CATCH_UP_EVERY, () => this.keeper.catchUp());
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  check(): string | undefined {
    const { signingAlg } = this.settings;
    const key = this.ring.current(signingAlg, this.clock.now());
    return key === undefined ? `there is no ${signingAlg} key to sign with` : undefined;
  }

  private repeat(every: number, act: () => Promise<void>): void {
    this.timers.push(setInterval(() => void act().catch(() => undefined), every).unref());
  }
}
