import type { HotStatement } from '../database/database.js';

/** Rows: 100,000 revocations in one answer would take 100 MB. */
export const PAGE = 2000;

export const READ: HotStatement = {
  name: 'change_feed_read',
  // Every transaction below the horizon has ended: what it wrote was read. Resuming there misses nothing,
  // though sequence numbers become visible out of order.
  text: `SELECT horizon::text, at, server, f.seq::text, f.txid::text, f.kind, f.subject, f.epoch, f.except_sign_in, f.until
           FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS horizon, clock_timestamp() AS at,
                        extract(epoch FROM pg_postmaster_start_time())::text AS server) h
           LEFT JOIN (SELECT * FROM change_feed
                       WHERE (txid, seq) > ($1::text::xid8, $2::text::bigint) AND until > now()
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
