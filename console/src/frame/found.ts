import { useQuery } from '@tanstack/react-query';
import { type Audience, useAudience } from '../api/audience';
import { answerOf, api } from '../api/client';
import type { Me } from '../api/resources';
import { useMe } from '../api/session';
import { formerlyOf } from '../kit/formerly';
import { usePlaces } from './navigation';

export interface Found {
  to: string;
  label: string;
  kind: 'page' | 'setting' | 'user' | 'application' | 'request';
}

interface Setting {
  to: string;
  label: string;
  /** Other words for it. */
  words: string;
  of?: keyof Audience | 'admin';
}

/** What stands within pages. */
const SETTINGS: readonly Setting[] = [
  { to: '/account', label: 'Change your e-mail address', words: 'mail email confirm' },
  { to: '/account', label: 'Change your name', words: 'user name profile' },
  { to: '/account/security', label: 'Change your password', words: 'passphrase' },
  { to: '/account/security', label: 'Second factor', words: '2fa mfa otp authenticator recovery codes passkey' },
  { to: '/account/applications/new', label: 'New application', words: 'oauth client create', of: 'isDeveloper' },
  { to: '/account/api-keys/new', label: 'New API key', words: 'create token', of: 'isDeveloper' },
  { to: '/admin/users/new', label: 'New user', words: 'invite create account person', of: 'admin' },
  { to: '/admin/brands/new', label: 'New brand', words: 'create logo colour', of: 'admin' },
  { to: '/admin', label: 'Mail', words: 'smtp outbox test email', of: 'admin' },
  { to: '/admin', label: 'First steps', words: 'issuer set up start', of: 'admin' },
  { to: '/admin/refusals', label: 'Explain a request id', words: 'error denied x-request-id', of: 'admin' },
  { to: '/admin/audit?show=sign-ins', label: 'Sign-in attempts', words: 'login failed', of: 'admin' },
];

const MOST = 6;

/** Pages and settings of the console that the text names. */
export function usePagesFound(text: string): Found[] {
  const { administration, account } = usePlaces();
  const audience = useAudience();
  const isAdmin = useMe().data?.role === 'admin';
  const words = text.toLowerCase().split(/\s+/);
  const fits = (said: string) => words.every((word) => said.toLowerCase().includes(word));
  const places = [...administration, ...account]
    .filter(({ label }) => fits(label))
    .map(({ to, label }): Found => ({ to, label, kind: 'page' }));
  if (text === '') return places;
  const settings = SETTINGS.filter(
    ({ label, words: others, of }) =>
      (of === undefined || (of === 'admin' ? isAdmin : audience[of])) && fits(`${label} ${others}`),
  ).map(({ to, label }): Found => ({ to, label, kind: 'setting' }));
  return [...places, ...settings].slice(0, MOST);
}

/** Users, applications and requests that the text names, as far as the person may see them. */
export function useFoundOnServer(text: string): { found: Found[]; isPending: boolean } {
  const { data: me } = useMe();
  const query = useQuery({
    queryKey: ['found', me?.id, text],
    staleTime: 10_000,
    enabled: text.length > 1 && me !== null && me !== undefined,
    queryFn: () => (me === null || me === undefined ? [] : foundBy(me, text)),
  });
  return { found: query.data ?? [], isPending: query.isLoading };
}

const REQUEST_ID = /^[\w.-]{8,128}$/;

async function foundBy(me: Me, text: string): Promise<Found[]> {
  const isAdmin = me.role === 'admin';
  const query = { q: text, limit: MOST };
  const own = isAdmin ? query : { ...query, user_id: me.id };
  const [users, applications, events] = await Promise.all([
    isAdmin ? answerOf(api.GET('/api/v1/users', { params: { query } })) : undefined,
    answerOf(api.GET('/api/v1/applications', { params: { query: own } })),
    isAdmin && REQUEST_ID.test(text)
      ? answerOf(api.GET('/api/v1/audit-events', { params: { query: { request_id: text, limit: 1 } } }))
      : undefined,
  ]);
  return [
    ...(events?.data ?? []).map(({ action, outcome }): Found => ({
      to: `/admin/refusals?request_id=${encodeURIComponent(text)}`,
      label: `${action}: ${outcome}`,
      kind: 'request',
    })),
    ...(users?.data ?? []).map(({ id, email, name, former_emails }): Found => ({
      to: `/admin/users/${id}`,
      label: [name, email, formerly(former_emails, text)].filter((each) => each !== null).join(', '),
      kind: 'user',
    })),
    ...applications.data.map(({ id, name }): Found => ({
      to: `/account/applications/${id}`,
      label: name,
      kind: 'application',
    })),
  ];
}

function formerly(addresses: readonly string[], text: string): string | null {
  const found = formerlyOf(addresses, text);
  return found === undefined ? null : `formerly ${found}`;
}
