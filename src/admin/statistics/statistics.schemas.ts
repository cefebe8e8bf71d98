import { z } from 'zod';
import { apiKeyParameter } from '../../http/page.js';
import type { StatisticsRecord } from './statistics.js';

const MAX_DAYS = 90;

export const statisticsQuery = z.strictObject({
  days: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1)
    .max(MAX_DAYS)
    .default(30)
    .meta({ description: 'How many days, today included (UTC).' }),
  api_key: apiKeyParameter,
});

const count = z.int().min(0);

export const statisticsResource = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  days: z
    .array(
      z.object({
        day: z.iso.date(),
        sign_ins: count,
        active_sign_ins: count.meta({ description: 'Alive at the end of the day; of today: now.' }),
        refusals: count,
        refresh_retries: count.meta({ description: 'Used refresh tokens that gave their successor again.' }),
        replays: count.meta({ description: 'Tokens and codes used again too late; each ended a sign-in.' }),
      }),
    )
    .meta({ description: 'Oldest first.' }),
  tokens_by_grant: z.array(z.object({ grant: z.string(), count })),
  refusals_by_reason: z.array(z.object({ reason: z.string(), count })),
  discouraged: z
    .array(
      z.object({
        what: z.string().meta({ examples: ['password_grant', 'api_key_in_query', 'code_without_pkce'] }),
        subject: z.string().meta({ description: "A `client_id`, or an API key's id." }),
        name: z.string().nullable(),
        application_id: z.uuid().nullable(),
        count,
        last_day: z.iso.date(),
      }),
    )
    .meta({ description: 'Who still takes a way in that is better retired, most used first.' }),
});

export type StatisticsQuery = z.infer<typeof statisticsQuery>;
export type StatisticsResource = z.infer<typeof statisticsResource>;

export function presentStatistics(record: StatisticsRecord, from: Date, to: Date): StatisticsResource {
  return {
    from: from.toISOString(),
    to: to.toISOString(),
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
