import { answerOf, api } from '../api/client';
import type { WhitelistEntry } from '../api/resources';
import type { Page } from './pages-of';

/** Whose list it is. */
export type ListOf = { kind: 'own' } | { kind: 'user' | 'application' | 'api-key'; id: string };

interface NewEntry {
  cidr: string;
  note: string;
  force: boolean;
}

export function readList(of: ListOf, cursor: string | undefined): Promise<Page<WhitelistEntry>> {
  const query = { cursor };
  if (of.kind === 'own') return answerOf(api.GET('/api/v1/ip-whitelist', { params: { query } }));
  const params = { path: { id: of.id }, query };
  if (of.kind === 'user') return answerOf(api.GET('/api/v1/users/{id}/ip-whitelist', { params }));
  if (of.kind === 'application') return answerOf(api.GET('/api/v1/applications/{id}/ip-whitelist', { params }));
  return answerOf(api.GET('/api/v1/api-keys/{id}/ip-whitelist', { params }));
}

export function addTo(of: ListOf, body: NewEntry): Promise<WhitelistEntry> {
  if (of.kind === 'own') return answerOf(api.POST('/api/v1/ip-whitelist', { body }));
  const given = { params: { path: { id: of.id } }, body };
  if (of.kind === 'user') return answerOf(api.POST('/api/v1/users/{id}/ip-whitelist', given));
  if (of.kind === 'application') return answerOf(api.POST('/api/v1/applications/{id}/ip-whitelist', given));
  return answerOf(api.POST('/api/v1/api-keys/{id}/ip-whitelist', given));
}

/** The address that the server sees of this browser. */
export async function ownAddress(): Promise<string> {
  return (await answerOf(api.GET('/api/v1/ip-whitelist/check'))).address;
}

export async function removeFrom(of: ListOf, entry_id: string, force: boolean): Promise<void> {
  const query = force ? { force: 'true' as const } : {};
  if (of.kind === 'own') {
    await answerOf(api.DELETE('/api/v1/ip-whitelist/{entry_id}', { params: { path: { entry_id }, query } }));
    return;
  }
  const params = { path: { id: of.id, entry_id }, query };
  if (of.kind === 'user') await answerOf(api.DELETE('/api/v1/users/{id}/ip-whitelist/{entry_id}', { params }));
  else if (of.kind === 'application')
    await answerOf(api.DELETE('/api/v1/applications/{id}/ip-whitelist/{entry_id}', { params }));
  else await answerOf(api.DELETE('/api/v1/api-keys/{id}/ip-whitelist/{entry_id}', { params }));
}
