import { browserName } from '../../access/browser-name.js';
import { networkOf } from '../../network/network.js';
import type { Origin } from '../../protocol/origin.js';
import type { Transaction } from '../database/database.js';
import type { MailsToSend } from '../mail/mails-to-send.js';

/**
 * Remembers network and browser, and answers which of them are new; of an account of which there is none yet, neither is.
 * $1: the account; $2: the network; $3: the browser; $4: now.
 */
const REMEMBER = `WITH given (place) AS (VALUES ('network ' || $2::text), ('browser ' || $3::text)
  ), before AS MATERIALIZED (
    SELECT g.place, EXISTS (SELECT FROM known_places k WHERE k.user_id = $1::text::uuid) AS any_known,
           EXISTS (SELECT FROM known_places k WHERE k.user_id = $1::text::uuid AND k.place = g.place) AS known
      FROM given g
  ), seen AS (
    INSERT INTO known_places AS k (user_id, place, last_seen)
    SELECT $1::text::uuid, place, $4::timestamptz FROM given ORDER BY place
    ON CONFLICT (user_id, place) DO UPDATE SET last_seen = excluded.last_seen
  )
  SELECT place FROM before WHERE any_known AND NOT known`;

/** Tells a person by mail of a sign-in from a network or a browser that they have not used before. */
export async function tellNewPlace(
  tx: Transaction,
  mails: MailsToSend,
  userId: string,
  { address, userAgent, onPagesOf: clientId }: Origin,
  now: Date,
): Promise<void> {
  const browser = browserName(userAgent);
  const places = await tx.$queryRawUnsafe<unknown[]>(REMEMBER, userId, networkOf(address), browser, now);
  if (places.length === 0) return;
  await mails.put(tx, { kind: 'new-sign-in', userId, at: now.toISOString(), address, browser, clientId }, now);
}
