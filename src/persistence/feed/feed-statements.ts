import type { HotStatement } from '../database/database.js';

/** Rows: 100,000 revocations in one answer would take 100 MB. */
export const PAGE = 2000;

/** The changes of a page after the place $1, $2 from among these transactions. */
function changesOf(transactions: string): string {
  return `SELECT * FROM change_feed
           WHERE ${transactions} AND (txid, seq) > ($1::text::xid8, $2::text::bigint) AND until > now()
           ORDER BY txid, seq LIMIT ${String(PAGE)}`;
}

export const READ: HotStatement = {
  name: 'change_feed_read',
  // What the last reading saw was read: all transactions below its ceiling but those that were open, $3. However long one of
  // them lasts, nothing is read again, and none is missed, though sequence numbers become visible out of order.
  text: `SELECT snapshot, at, server, f.seq::text, f.txid::text, f.kind, f.subject, f.epoch, f.except_sign_in, f.until
           FROM (SELECT CASE WHEN $2::text = '0' THEN pg_current_snapshot()::text END AS snapshot, clock_timestamp() AS at,
                        extract(epoch FROM pg_postmaster_start_time())::text AS server) h
           LEFT JOIN ((${changesOf('txid = ANY($3::text[]::xid8[])')})
                      UNION ALL
                      (${changesOf('txid >= $4::text::xid8')})
                      ORDER BY txid, seq LIMIT ${String(PAGE)}) f ON true
          ORDER BY f.txid, f.seq`,
};

/**
 * Brings the entries of a database that was restored from a dump, whose transactions another server counted, below the
 * horizon: they would be read again each second until they expire. No entry of a transaction of this server is that high.
 */
export const RENUMBER: HotStatement = {
  name: 'change_feed_renumber',
  text: `UPDATE change_feed SET txid = pg_current_xact_id() WHERE txid >= pg_snapshot_xmax(pg_current_snapshot())`,
};
