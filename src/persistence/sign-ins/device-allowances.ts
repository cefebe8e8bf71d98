import type { Transaction } from '../database/database.js';
import type { SignInFilter } from './sign-in-filter.js';

/**
 * Revokes allowed device codes whose sign-in has not begun: they would become sign-ins like those
 * that the filter means. One that begins now holds its row, and is seen by what ends sign-ins next in the transaction.
 * @returns how many
 */
export function takeBackFromDevices(tx: Transaction, filter: SignInFilter, now: Date): Promise<number> {
  const values: unknown[] = [now];
  const conditions = conditionsOf(filter, values).map((condition) => ` AND ${condition}`);
  const text = `UPDATE device_codes d SET decision = 'deny'
                 WHERE d.decision = 'allow' AND d.expires_at > $1::timestamptz${conditions.join('')}`;
  return tx.$executeRawUnsafe(text, ...values);
}

/** The filter in SQL, over `d` (device_codes). Values go to `values`, in order. */
function conditionsOf({ userId, clientId, clientIds, network, before }: SignInFilter, values: unknown[]): string[] {
  const conditions: string[] = [];
  const add = (value: unknown, condition: (placeholder: string) => string) => {
    if (value !== undefined) conditions.push(condition(`$${String(values.push(value))}`));
  };
  add(userId, ($) => `d.user_id = ${$}::text::uuid`);
  add(clientId, ($) => `d.client_id = ${$}`);
  add(clientIds, ($) => `d.client_id = ANY(${$}::text[])`);
  add(network, ($) => `d.ip <<= ${$}::text::inet`);
  add(before, ($) => `d.created_at < ${$}::timestamptz`);
  return conditions;
}
