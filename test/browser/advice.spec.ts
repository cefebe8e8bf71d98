import { describe, expect, it } from '@jest/globals';
import { ADVICE, adviceFor } from '../../console/src/admin/advice.js';
import { UNAUDITED } from '../../src/http/refusal-notes.js';
import { REASONS } from '../../src/protocol/reason.js';

describe('what the console advises on a refusal', () => {
  it('is there for every reason that the audit trail keeps, and for no other', () => {
    expect(Object.keys(ADVICE).sort()).toEqual(REASONS.filter((reason) => !UNAUDITED.has(reason)).sort());
  });

  it('differs for each reason', () => {
    expect(new Set(Object.values(ADVICE)).size).toBe(Object.keys(ADVICE).length);
  });

  it('is a sentence for what has no reason, too', () => {
    expect(adviceFor(undefined)).toMatch(/\.$/);
  });
});
