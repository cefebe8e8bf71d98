import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Changes } from '../account/security';
import { answerOf, api } from '../api/client';
import type { Factors, User } from '../api/resources';
import { useMe } from '../api/session';
import { ConfirmButton } from '../kit/confirm-button';
import { Loaded } from '../kit/loaded';
import { Moment } from '../kit/moment';
import { Section } from '../kit/section';
import { useAct } from '../kit/use-act';

/** What proves a person beside the password, and the way to reset it. */
export function UserFactors({ user }: { user: User }) {
  const params = { path: { id: user.id } };
  const query = useQuery({
    queryKey: ['factors', user.id],
    queryFn: () => answerOf(api.GET('/api/v1/users/{id}/factors', { params })),
  });
  const { data: me } = useMe();
  const reset = useAct({
    act: () => answerOf(api.DELETE('/api/v1/users/{id}/factors', { params })),
    done: 'The second factor is reset.',
    refreshes: ['factors'],
  });
  return (
    <Loaded query={query}>
      {(factors) => (
        <Stack maw={560}>
          <Section title="Second factor">
            <Overview factors={factors} />
            {(factors.authenticator === null && factors.passkeys.length === 0) || user.id === me?.id ? null : (
              <Group justify="flex-end">
                <ConfirmButton
                  title={`Reset the second factor of ${user.email}?`}
                  lost="Their authenticator app, passkeys and recovery codes are removed, no browser is trusted any more, and the password alone signs in until they set one up again. They are told by mail."
                  confirm="Reset"
                  act={() => reset.mutateAsync()}
                >
                  Reset the second factor
                </ConfirmButton>
              </Group>
            )}
          </Section>
          <Changes changes={factors.changes} />
        </Stack>
      )}
    </Loaded>
  );
}

function Overview({
  factors: { authenticator, passkeys, recovery_codes: left, trusted_browsers: trusted },
}: {
  factors: Omit<Factors, 'offered'>;
}) {
  if (authenticator === null && passkeys.length === 0) return <Text size="sm">None: the password alone signs in.</Text>;
  return (
    <>
      {authenticator === null ? null : (
        <Text size="sm">
          An authenticator app, set up <Moment at={authenticator.created_at} />, last used:{' '}
          <Moment at={authenticator.last_used_at} never="not yet" />.
        </Text>
      )}
      {passkeys.map(({ id, name, created_at, last_used_at }) => (
        <Text key={id} size="sm">
          The passkey {name}, added <Moment at={created_at} />, last used: <Moment at={last_used_at} never="not yet" />.
        </Text>
      ))}
      <Text size="sm">Recovery codes left: {String(left)}.</Text>
      <Text size="sm">Trusted browsers, in which the password alone signs in: {String(trusted)}.</Text>
    </>
  );
}
