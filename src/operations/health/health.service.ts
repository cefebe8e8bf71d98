import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReadinessCheck } from './readiness-check.js';

const PATIENCE_MS = 2000;

/** Whether this node can answer, and if not, why. */
@Injectable()
export class HealthService implements OnApplicationBootstrap {
  private checks: ReadinessCheck[] = [];
  private stopping = false;

  constructor(private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    const instances = this.discovery.getProviders().map((provider): unknown => provider.instance);
    this.checks = [...new Set(instances.filter((instance) => instance instanceof ReadinessCheck))];
  }

  /** Makes the node unready because it is about to stop. */
  stop(): void {
    this.stopping = true;
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /** Why the node is not ready; empty when it is. */
  async faults(): Promise<string[]> {
    if (this.stopping) return ['server: is stopping'];
    const faults = await Promise.all(this.checks.map(faultOf));
    return faults.filter((fault) => fault !== undefined);
  }
}

async function faultOf(check: ReadinessCheck): Promise<string | undefined> {
  const tooSlow = new AbortController();
  try {
    const late = sleep(PATIENCE_MS, 'did not answer in time', { signal: tooSlow.signal });
    late.catch(() => undefined);
    const fault = await Promise.race([check.check(), late]);
    return fault === undefined ? undefined : `${check.name}: ${fault}`;
  } catch (error) {
    return `${check.name}: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    tooSlow.abort();
  }
}
