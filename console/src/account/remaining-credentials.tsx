import { Anchor, Group, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import type { RemainingCredentials as Remaining } from '../api/resources';
import { ConfirmButton } from '../kit/confirm-button';
import { ENDINGS } from '../kit/endings';
import { Loaded } from '../kit/loaded';
import { Moment } from '../kit/moment';
import { Section } from '../kit/section';
import { useAct } from '../kit/use-act';

/** What works on without a person's sign-ins, and one act to end it. `userId` undefined: the caller's own. */
export function RemainingCredentials({ userId }: { userId?: string }) {
  const params = { path: { id: userId ?? '' } };
  const query = useQuery({
    queryKey: ['remaining', userId],
    queryFn: () =>
      answerOf(
        userId === undefined
          ? api.GET('/api/v1/users/me/remaining-credentials')
          : api.GET('/api/v1/users/{id}/remaining-credentials', { params }),
      ),
  });
  const end = useAct({
    act: () =>
      answerOf(
        userId === undefined
          ? api.DELETE('/api/v1/users/me/remaining-credentials')
          : api.DELETE('/api/v1/users/{id}/remaining-credentials', { params }),
      ),
    done: 'The API keys are revoked, the applications are disabled and have no secrets any more, and consents are taken back.',
    refreshes: ENDINGS,
  });
  return <Loaded query={query}>{(remaining) => <Shown remaining={remaining} end={() => end.mutateAsync()} />}</Loaded>;
}

function Shown({ remaining, end }: { remaining: Remaining; end: () => Promise<unknown> }) {
  const { api_keys: keys, applications, consents } = remaining;
  if (keys.length + applications.length + consents.length === 0) return null;
  return (
    <Section title="What works on">
      <Text size="sm" c="dimmed">
        Another password ends sign-ins, but not these. If another person had access to the account, look whether all of
        them are known, or end them all.
      </Text>
      <List size="sm">
        {keys.map(({ id, name, hint, last_used_at }) => (
          <List.Item key={id}>
            API key {name} (…{hint}), last used: <Moment at={last_used_at} never="not yet" />
          </List.Item>
        ))}
        {applications.map(({ id, name, disabled, secrets, last_used_at }) => (
          <List.Item key={id}>
            Application{' '}
            <Anchor component={Link} to={`/account/applications/${id}`}>
              {name}
            </Anchor>
            {disabled && ', disabled (its secrets work again once it is enabled)'}, {String(secrets)}{' '}
            {secrets === 1 ? 'secret' : 'secrets'}, last used: <Moment at={last_used_at} never="not yet" />
          </List.Item>
        ))}
        {consents.map(({ client_id, name, scopes, updated_at }) => (
          <List.Item key={client_id}>
            Consent to <bdi>{name}</bdi>, which is not asked for again: {scopes.join(', ') || 'signing in'}; given:{' '}
            <Moment at={updated_at} />
          </List.Item>
        ))}
      </List>
      <Group justify="flex-end">
        <ConfirmButton
          title="End all of it?"
          lost="Every program that uses one of these API keys or applications stops working at once. The applications stay, disabled and without secrets. Consents are taken back: sign-ins to those applications end, and they ask again."
          confirm="End all of it"
          act={end}
        >
          End all of it
        </ConfirmButton>
      </Group>
    </Section>
  );
}
