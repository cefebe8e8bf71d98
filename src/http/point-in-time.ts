import { isISO8601 } from 'class-validator';
import { type Kind, rule } from '../fields/kind.js';

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** An offset whose `+` is not escaped in a URL, where it means a space. */
const LOST_PLUS = / (?=\d{2}:\d{2}$)/;
/** Of the last year with four digits: later times have another form, also in PostgreSQL, and would not be read back. */
const END = Date.parse('9999-12-31T23:59:59.999Z');

/** A timestamp with its offset from UTC, such as `example`, read as a date. */
export function timestampLike(example: string): Kind<Date> {
  return {
    schema: { type: 'string', format: 'date-time' },
    read: (given) => (typeof given === 'string' && isTime(given) ? new Date(given) : given),
    checks: (each) => [
      rule((value: unknown) => (value instanceof Date ? endFault(value) : faultOf(value, example)), each),
    ],
  };
}

/** A timestamp of something that has happened, with its offset from UTC. */
export const pointInTime: Kind<Date> = {
  ...timestampLike('2024-01-15T10:30:00Z'),
  schema: { type: 'string', format: 'date-time', example: '2024-01-15T10:30:00Z' },
  checks: (each) => [
    ...timestampLike('2024-01-15T10:30:00Z').checks(each),
    rule(
      (value) =>
        (value as unknown) instanceof Date && (value as Date).getTime() < 0 ? 'must be a time after 1970' : undefined,
      each,
    ),
  ],
};

/** The offset of a time in 9999 may lead beyond that year. */
function endFault(time: Date): string | undefined {
  return time.getTime() <= END ? undefined : 'must be before the year 10000 in UTC';
}

/** What is wrong with what is no time, and how it is written. A time without its offset is not taken for one of UTC. */
function faultOf(given: unknown, example: string): string {
  const text = typeof given === 'string' ? given : '';
  if (isTime(`${text}Z`)) return `needs its offset from UTC: ${text}Z, or +02:00 in place of Z`;
  if (isTime(text.replace(LOST_PLUS, '+'))) return 'needs its offset from UTC: a + in a URL is written %2B';
  const midnight = `${text}T00:00:00Z`;
  if (DAY.test(text) && isTime(midnight)) return `must be a time and not a day, such as ${midnight}`;
  return `must be a time with its offset from UTC, such as ${example}`;
}

function isTime(text: string): boolean {
  return TIME.test(text) && isISO8601(text, { strict: true });
}
