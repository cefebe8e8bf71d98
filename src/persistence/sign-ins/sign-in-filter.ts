/** A filter of sign-ins; undefined fields match everything. */
export interface SignInFilter {
  userId?: string | undefined;
  clientId?: string | undefined;
  /** To one of these. */
  clientIds?: readonly string[] | undefined;
  /** CIDR: it began there, or was last refreshed from there. */
  network?: string | undefined;
  /** Begun before. */
  before?: Date | undefined;
  /** Any but this one. */
  except?: string | undefined;
}

/** The filter in SQL, over `s` (sign_ins) and `a` (applications). Values go to `values`, in order. */
export function conditionsOf(filter: SignInFilter, values: unknown[]): string[] {
  const conditions: string[] = [];
  const add = (value: unknown, condition: (placeholder: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${String(values.length)}`));
  };
  add(filter.userId, ($) => `s.user_id = ${$}::text::uuid`);
  add(filter.clientId, ($) => `a.client_id = ${$}`);
  add(filter.clientIds, ($) => `a.client_id = ANY(${$}::text[])`);
  add(filter.network, ($) => `(s.ip <<= ${$}::text::inet OR s.last_ip <<= ${$}::text::inet)`);
  add(filter.before, ($) => `s.created_at < ${$}::timestamptz`);
  add(filter.except, ($) => `s.id <> ${$}::text::uuid`);
  return conditions;
}
