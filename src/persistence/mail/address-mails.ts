import { randomInt } from 'node:crypto';
import type { Mail } from '../../outgoing/mail/mail.js';
import { LINK_LIFETIME } from '../../auth/recovery/account-links.js';
import type { Transaction } from '../database/database.js';
import { newSecretText, sha256 } from '../../secrets/secrets.js';
import type { MailsToSend } from './mails-to-send.js';

const CODES = 1_000_000;

/** A change of the address of an account. */
interface AddressChange {
  userId: string;
  former: string;
  address: string;
}

/** A mail that proves an address by its link, or by its code. */
export function proofMail(userId: string, to: string): Mail {
  const code = String(randomInt(CODES)).padStart(6, '0');
  return { kind: 'verify', userId, to, secret: newSecretText(), code };
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

/** Ends what could take a change of address of this account back. */
export async function endUndoLinks(tx: Transaction, userId: string, now: Date): Promise<void> {
  await tx.accountLink.updateMany({ where: { userId, purpose: 'undo', usedAt: null }, data: { usedAt: now } });
}

/** Tells a change that an administrator made to both addresses, in its transaction. It is not undone by a link. */
export async function tellDecidedAddress(
  tx: Transaction,
  mails: MailsToSend,
  { userId, former, address }: AddressChange,
  now: Date,
): Promise<void> {
  for (const to of [address, former]) await mails.put(tx, { kind: 'email-changed', userId, to }, now);
}

/**
 * Tells a change that the person made, by a proof of the new address, to both in its transaction. The former one can undo
 * it: of proved changes alone, for a thief may have asked for the address that an administrator puts back.
 */
export async function tellProvedAddress(
  tx: Transaction,
  mails: MailsToSend,
  { userId, former, address }: AddressChange,
  now: Date,
): Promise<void> {
  await mails.put(tx, { kind: 'email-changed', userId, to: address }, now);
  const secret = newSecretText();
  await tx.accountLink.create({
    data: {
      ...{ hash: Uint8Array.from(sha256(secret)), purpose: 'undo', userId, userEpoch: 0 },
      ...{ email: address, address: former, createdAt: now },
      expiresAt: new Date(now.getTime() + LINK_LIFETIME.undo * 1000),
    },
  });
  await mails.put(tx, { kind: 'email-changed', userId, to: former, secret }, now);
}
