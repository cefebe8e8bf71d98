import { isDeepStrictEqual } from 'node:util';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { ApplicationRecord, ApplicationSettings } from './application.js';
import type { ClientMetadata } from '../../protocol/client-metadata.js';
import { wireName } from '../../protocol/wire-name.js';

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
  const names = Object.keys(change).map(wireName);
  return metadata === undefined ? names : [...names, ...changedIn(current.metadata, metadata)];
}

function changedIn(before: ClientMetadata, after: ClientMetadata): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof ClientMetadata)[];
  return names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

export function actionOf({ disabled, disabledByAdmin }: Partial<ApplicationSettings>): AuditAction {
  const decision = disabled ?? disabledByAdmin;
  if (decision === undefined) return 'application.update';
  return decision ? 'application.disable' : 'application.enable';
}
