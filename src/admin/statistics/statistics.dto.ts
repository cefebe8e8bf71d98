import { Field } from '../../fields/field.js';
import { day, integer, list, object, text, timestamp, uuid } from '../../fields/kinds.js';
import { numberFromText } from '../../http/number-from-text.js';
import { AnyQuery } from '../../http/page.js';
import type { StatisticsRecord } from './statistics.js';

const MAX_DAYS = 90;
const count = integer(0);

export class StatisticsQuery extends AnyQuery {
  @Field(numberFromText(1, MAX_DAYS), { description: 'How many days, today included (UTC).' })
  days = 30;
}

class DayResource {
  @Field(day) day!: string;
  @Field(count) sign_ins!: number;
  @Field(count, { description: 'Alive at the end of the day; of today: now.' }) active_sign_ins!: number;
  @Field(count) refusals!: number;
  @Field(count, { description: 'Used refresh tokens that gave their successor again.' }) refresh_retries!: number;
  @Field(count, { description: 'Tokens and codes used again too late; each ended a sign-in.' }) replays!: number;
}

class GrantCount {
  @Field(text()) grant!: string;
  @Field(count) count!: number;
}

class ReasonCount {
  @Field(text()) reason!: string;
  @Field(count) count!: number;
}

class DiscouragedUse {
  @Field(text(), { example: 'password_grant' }) what!: string;
  @Field(text(), { description: "A `client_id`, or an API key's id." }) subject!: string;
  @Field(text(), { nullable: true }) name!: string | null;
  @Field(uuid, { nullable: true }) application_id!: string | null;
  @Field(count) count!: number;
  @Field(day) last_day!: string;
}

class Totals {
  @Field(count) users!: number;
  @Field(count) disabled_users!: number;
  @Field(count) applications!: number;
  @Field(count) disabled_applications!: number;
}

export class StatisticsResource {
  @Field(timestamp) from!: string;
  @Field(timestamp) to!: string;
  @Field(object(Totals), { description: 'Of now.' }) totals!: Totals;
  @Field(list(object(DayResource)), { description: 'Oldest first.' }) days!: DayResource[];
  @Field(list(object(GrantCount))) tokens_by_grant!: GrantCount[];
  @Field(list(object(ReasonCount))) refusals_by_reason!: ReasonCount[];

  @Field(list(object(DiscouragedUse)), {
    description: 'Who still takes a way in that is better retired, most used first.',
  })
  discouraged!: DiscouragedUse[];
}

export function presentStatistics(record: StatisticsRecord, from: Date, to: Date): StatisticsResource {
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    totals: {
      users: record.totals.users,
      disabled_users: record.totals.disabledUsers,
      applications: record.totals.applications,
      disabled_applications: record.totals.disabledApplications,
    },
    days: record.days.map((day) => ({
      day: day.day,
      sign_ins: day.signIns,
      active_sign_ins: day.activeSignIns,
      refusals: day.refusals,
      refresh_retries: day.refreshRetries,
      replays: day.replays,
    })),
    tokens_by_grant: record.tokensByGrant.map(({ name, count: uses }) => ({ grant: name, count: uses })),
    refusals_by_reason: record.refusalsByReason.map(({ name, count: uses }) => ({ reason: name, count: uses })),
    discouraged: record.discouraged.map(({ what, subject, name, applicationId, count: uses, lastDay }) => ({
      what,
      subject,
      name,
      application_id: applicationId,
      count: uses,
      last_day: lastDay,
    })),
  };
}
