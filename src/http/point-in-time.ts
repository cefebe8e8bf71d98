import { isISO8601 } from 'class-validator';
import { type Kind, rule } from '../fields/kind.js';

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** A timestamp with its offset from UTC, such as `example`, read as a date. */
export function timestampLike(example: string): Kind<Date> {
  return {
    schema: { type: 'string', format: 'date-time' },
    read: (given) => (typeof given === 'string' && isTime(given) ? new Date(given) : given),
    checks: (each) => [
      rule((value) => ((value as unknown) instanceof Date ? undefined : `must be a time such as ${example}`), each),
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

function isTime(text: string): boolean {
  return TIME.test(text) && isISO8601(text, { strict: true });
}
