import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import { presentStatistics, type StatisticsResource } from './statistics.dto.js';
import { StatisticsRepository } from './statistics.repository.js';

/** How long an answer is kept: many who look at once cost the database one look. */
const FRESH = 30_000;

interface Kept {
  at: number;
  answer: Promise<StatisticsResource>;
}

/** What an admin reads at a glance. That the caller is an admin is settled already. */
@Injectable()
export class StatisticsService {
  private readonly kept = new Map<number, Kept>();

  constructor(
    private readonly store: StatisticsRepository,
    private readonly clock: Clock,
  ) {}

  last(days: number): Promise<StatisticsResource> {
    const now = this.clock.now();
    const kept = this.kept.get(days);
    if (kept !== undefined && now.getTime() - kept.at < FRESH) return kept.answer;
    const answer = this.read(days, now);
    this.kept.set(days, { at: now.getTime(), answer });
    answer.catch(() => this.kept.delete(days));
    return answer;
  }

  private async read(days: number, now: Date): Promise<StatisticsResource> {
    const today = Math.floor(now.getTime() / MILLISECONDS.day) * MILLISECONDS.day;
    const from = new Date(today - (days - 1) * MILLISECONDS.day);
    return presentStatistics(await this.store.since(from, now), from, now);
  }
}
