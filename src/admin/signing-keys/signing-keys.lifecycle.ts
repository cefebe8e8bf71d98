import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
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
    return this.ring.isEmpty ? 'there is no key to sign with' : undefined;
  }
}
