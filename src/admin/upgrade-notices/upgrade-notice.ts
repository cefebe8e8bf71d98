/**
 * - `exchange-targets`: it exchanges tokens, and may do so for every API there was; the list is to be shortened
 * - `outside-owner-list`: it was last used from an address that its owner's whitelist does not let in
 * - `reserved-query`: a redirect URI of it has in its query what answers carry; it goes on working, and cannot be given again
 */
export const NOTICE_KINDS = ['exchange-targets', 'outside-owner-list', 'reserved-query'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export interface UpgradeNotice {
  id: string;
  kind: NoticeKind;
  application: { id: string; clientId: string; name: string };
  /** Where it was last used from, and when; null where that does not matter. */
  address: string | null;
  at: Date | null;
}
