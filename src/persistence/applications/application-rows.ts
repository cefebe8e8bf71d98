import { isDeepStrictEqual } from 'node:util';
import type { ApplicationRecord, ApplicationSettings } from '../../admin/applications/application-store.js';
import type { ClientMetadata } from '../../protocol/client-metadata.js';
import type { Transaction } from '../database/database.js';
import type { PrismaClient } from '../generated/client.js';
import type { ApplicationModel } from '../generated/models.js';

const COUNTED_DAYS = 30;
const DAY = 86_400_000;

/** The columns of an application that its owner sees, and how often each used the password grant lately. */
export async function recordsOf(
  prisma: PrismaClient | Transaction,
  rows: readonly ApplicationModel[],
  now: Date,
): Promise<ApplicationRecord[]> {
  const counted = await prisma.usageCount.groupBy({
    by: ['subject'],
    where: {
      what: 'password_grant',
      subject: { in: rows.map((row) => row.clientId) },
      day: { gt: new Date(now.getTime() - COUNTED_DAYS * DAY) },
    },
    _sum: { count: true },
  });
  const uses = new Map(counted.map(({ subject, _sum }) => [subject, Number(_sum.count ?? 0n)]));
  return rows.map((row) => recordOf(row, uses.get(row.clientId) ?? 0));
}

function recordOf(row: ApplicationModel, passwordGrantUses: number): ApplicationRecord {
  return {
    id: row.id,
    clientId: row.clientId,
    type: row.type,
    ownerId: row.ownerId,
    builtIn: row.builtIn,
    name: row.name,
    disabled: row.disabledAt !== null,
    disabledByAdmin: row.disabledByAdmin,
    firstParty: row.firstParty,
    confirmed: row.confirmed,
    brandId: row.brandId,
    brandGiven: row.brandGiven,
    grantTypes: row.grantTypes,
    scopes: row.scopes,
    defaultScopes: row.defaultScopes,
    redirectUris: row.redirectUris,
    postLogoutRedirectUris: row.postLogoutRedirectUris,
    tokenEndpointAuthMethod: row.tokenEndpointAuthMethod,
    accessTokenTtl: row.accessTokenTtl,
    refreshTokenTtl: row.refreshTokenTtl,
    refreshReuse: row.refreshReuse,
    exchangeTargets: row.exchangeTargets,
    metadata: row.metadata as ClientMetadata,
    passwordGrantUses,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** What of a change differs from how things are. */
export function differenceTo(
  current: ApplicationRecord,
  change: Partial<ApplicationSettings>,
): Partial<ApplicationSettings> {
  const entries = Object.entries(change) as [keyof ApplicationSettings, unknown][];
  return Object.fromEntries(entries.filter(([name, value]) => !isDeepStrictEqual(current[name], value)));
}

/** The names of changed fields as the API spells them, for the audit trail. */
export function wireNames(current: ApplicationRecord, { metadata, ...change }: Partial<ApplicationSettings>): string[] {
  const names = Object.keys(change).map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  return metadata === undefined ? names : [...names, ...changedIn(current.metadata, metadata)];
}

function changedIn(before: ClientMetadata, after: ClientMetadata): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof ClientMetadata)[];
  return names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

export function actionOf({ disabled, disabledByAdmin }: Partial<ApplicationSettings>): string {
  const decision = disabled ?? disabledByAdmin;
  if (decision === undefined) return 'application.update';
  return decision ? 'application.disable' : 'application.enable';
}
