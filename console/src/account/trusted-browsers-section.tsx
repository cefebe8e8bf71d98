import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import type { TrustedBrowser } from '../api/resources';
import { ConfirmButton } from '../kit/confirm-button';
import { Loaded } from '../kit/loaded';
import { Moment } from '../kit/moment';
import { browserOf } from '../kit/place';
import { useAct } from '../kit/use-act';

/** The browsers in which the password alone signs the person in. */
export function TrustedBrowsersSection() {
  const query = useQuery({
    queryKey: ['factors', 'trusted browsers'],
    queryFn: () => answerOf(api.GET('/api/v1/users/me/trusted-browsers')),
  });
  const endAll = useAct({
    act: () => answerOf(api.DELETE('/api/v1/users/me/trusted-browsers')),
    done: 'No browser is trusted any more.',
    refreshes: ['factors'],
  });
  return (
    <Paper component="section" withBorder p="lg" aria-label="Trusted browsers">
      <Stack>
        <Title order={2} size="h4">
          Trusted browsers
        </Title>
        <Text size="sm">
          In these your password alone signs you in, for 30 days. Another password or another factor ends all of it.
        </Text>
        <Loaded query={query}>
          {({ data }) =>
            data.length === 0 ? (
              <Text size="sm" c="dimmed">
                None. You trust a browser by a tick where you enter a code there.
              </Text>
            ) : (
              <>
                {data.map((browser) => (
                  <Row key={browser.id} browser={browser} />
                ))}
                {data.length === 1 ? null : (
                  <Group justify="flex-end">
                    <ConfirmButton
                      title="Trust no browser any more?"
                      lost="Every browser asks for your second factor at the next sign-in. None is signed out."
                      confirm="Trust none"
                      act={() => endAll.mutateAsync()}
                    >
                      Trust none of them
                    </ConfirmButton>
                  </Group>
                )}
              </>
            )
          }
        </Loaded>
      </Stack>
    </Paper>
  );
}

function Row({ browser }: { browser: TrustedBrowser }) {
  const { id, current, ip, last_ip, user_agent, created_at, last_used_at, expires_at } = browser;
  const name = browserOf(user_agent);
  const end = useAct({
    act: () =>
      answerOf(api.DELETE('/api/v1/users/me/trusted-browsers/{browserId}', { params: { path: { browserId: id } } })),
    done: 'The browser is not trusted any more.',
    refreshes: ['factors'],
  });
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start" role="group" aria-label={name}>
      <Stack gap={0}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {name}
          </Text>
          {current ? (
            <Badge color="teal" variant="light">
              this one
            </Badge>
          ) : null}
        </Group>
        <Text size="sm" c="dimmed">
          Trusted <Moment at={created_at} /> from {ip ?? 'an unknown address'}, until <Moment at={expires_at} />. Last
          used: <Moment at={last_used_at} never="not yet" />
          {last_ip === null || last_ip === ip ? null : ` from ${last_ip}`}.
        </Text>
      </Stack>
      <ConfirmButton
        flex="none"
        label={`Remove ${name}`}
        title={`Trust ${name} no more?`}
        lost="The next sign-in there takes your second factor again. It is not signed out."
        confirm="Trust it no more"
        act={() => end.mutateAsync()}
      >
        Remove
      </ConfirmButton>
    </Group>
  );
}
