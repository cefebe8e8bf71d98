import { IsInt, Max, Min } from 'class-validator';
import { DECIDES, type Kind } from '../fields/kind.js';
import { integer } from '../fields/kinds.js';

/** A whole number in a query string. */
export function numberFromText(min: number, max: number): Kind<number> {
  return {
    schema: integer(min, max).schema,
    read: (given) => (typeof given === 'string' && /^-?\d{1,15}$/.test(given.trim()) ? Number(given) : given),
    checks: (each) => [
      IsInt({ ...each, message: 'must be a number', context: DECIDES }),
      Min(min, { ...each, message: `must be at least ${String(min)}` }),
      Max(max, { ...each, message: `must be at most ${String(max)}` }),
    ],
  };
}
