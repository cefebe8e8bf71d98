import { randomInt } from 'node:crypto';
import type { Mail } from '../../outgoing/mail/mail.js';
import { LINK_LIFETIME } from '../../auth/recovery/account-links.js';
import type { Transaction } from '../database/database.js';
import { newSecret, sha256 } from '../../secrets/secrets.js';
import type { MailsToSend } from './mails-to-send.js';

const CODES = 1_000_000;

/** The addresses of an account before a change. */
interface AddressesBefore {
  id: string;
  email: string;
  pendingEmail: string | null;
}

/** A mail that proves an address by its link, or by its code. */
export function proofMail(userId: string, to: string): Mail {
  const code = String(randomInt(CODES)).padStart(6, '0');
  return { kind: 'verify', userId, to, secret: newSecret().toString('base64url'), code };
}

/** Mails an address that a person asks for. */
export async function tellPendingAddress(
  tx: Transaction,
  mails: MailsToSend,
  { userId, address }: { userId: string; address: string | null | undefined },
  now: Date,
): Promise<void> {
  if (typeof address === 'string') await mails.put(tx, proofMail(userId, address), now);
}

/**
 * Tells a change of address to both, in the transaction that makes it. The former one can undo it where the person asked
 * for the change; what an administrator decides otherwise is not undone, and ends what there was to undo.
 */
export async function tellNewAddress(
  tx: Transaction,
  mails: MailsToSend,
  { before, address }: { before: AddressesBefore; address: string | undefined },
  now: Date,
): Promise<void> {
  if (address === undefined) return;
  const { id: userId, email: former } = before;
  await mails.put(tx, { kind: 'email-changed', userId, to: address }, now);
  if (address !== before.pendingEmail) {
    await tx.accountLink.updateMany({ where: { userId, purpose: 'undo', usedAt: null }, data: { usedAt: now } });
    await mails.put(tx, { kind: 'email-changed', userId, to: former }, now);
    return;
  }
  const secret = newSecret().toString('base64url');
  await tx.accountLink.create({
    data: {
      ...{ hash: Uint8Array.from(sha256(secret)), purpose: 'undo', userId, userEpoch: 0 },
      ...{ email: address, address: former, createdAt: now },
      expiresAt: new Date(now.getTime() + LINK_LIFETIME.undo * 1000),
    },
  });
  await mails.put(tx, { kind: 'email-changed', userId, to: former, secret }, now);
}
