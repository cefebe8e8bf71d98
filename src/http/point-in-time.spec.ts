import { describe, expect, it } from '@jest/globals';
import { Field } from '../fields/field.js';
import type { InvalidRequest } from '../protocol/refusal.js';
import { pointInTime, timestampLike } from './point-in-time.js';
import { validationPipe } from './validation.pipe.js';

class Times {
  @Field(pointInTime, { optional: true }) from?: Date;
  @Field(timestampLike('2030-01-31T12:00:00Z'), { optional: true }) expires_at?: Date;
}

function read(value: unknown): unknown {
  return validationPipe.transform(value, { type: 'body', metatype: Times });
}

function faultOf(value: unknown): string | undefined {
  try {
    read(value);
    return undefined;
  } catch (error) {
    return (error as InvalidRequest).fields[0]?.message;
  }
}

describe('a time', () => {
  it('is read with its offset from UTC', () => {
    const moment = new Date('2026-05-01T10:00:00Z');
    for (const text of ['2026-05-01T10:00:00Z', '2026-05-01T12:00+02:00', '2026-05-01T05:30:00.000-04:30']) {
      expect(read({ from: text, expires_at: text })).toEqual({ from: moment, expires_at: moment });
    }
  });

  it.each([
    ['2026-05-01T10:00:00', 'needs its offset from UTC: 2026-05-01T10:00:00Z, or +02:00 in place of Z'],
    ['2026-05-01T10:00', 'needs its offset from UTC: 2026-05-01T10:00Z, or +02:00 in place of Z'],
    ['2026-05-01', 'must be a time and not a day, such as 2026-05-01T00:00:00Z'],
    ['2026-05-01T10:00:00 02:00', 'needs its offset from UTC: a + in a URL is written %2B'],
  ])('says of %s how to write it, in every field', (text, message) => {
    for (const field of ['from', 'expires_at']) expect(faultOf({ [field]: text })).toBe(message);
  });

  it.each(['9999-12-31T23:59:59-01:00', '9999-12-31T24:00Z', '9999-12-31T23:59:59.999-00:01'])(
    'is not in a year of five digits: %s',
    (text) => {
      const message = 'must be before the year 10000 in UTC';
      for (const field of ['from', 'expires_at']) expect(faultOf({ [field]: text })).toBe(message);
    },
  );

  it('may be the last one of the year 9999', () => {
    const text = '9999-12-31T23:59:59.999Z';
    expect(read({ from: text, expires_at: text })).toEqual({ from: new Date(text), expires_at: new Date(text) });
  });

  it.each(['0000-06-01T00:00:00Z', '0001-01-01T00:00:00+01:00'])('is not in a year before the first: %s', (text) => {
    for (const field of ['from', 'expires_at']) {
      expect(faultOf({ [field]: text })).toMatch(/^must be a time with its offset from UTC/);
    }
  });

  it.each(['yesterday', '', 1777629600, true, '2026-13-01T00:00:00Z', '2026-05-01T10:00:00+2', '2026-02-30'])(
    'is not %j',
    (value) => {
      expect(faultOf({ from: value })).toBe('must be a time with its offset from UTC, such as 2024-01-15T10:30:00Z');
      expect(faultOf({ expires_at: value })).toBe(
        'must be a time with its offset from UTC, such as 2030-01-31T12:00:00Z',
      );
    },
  );
});
