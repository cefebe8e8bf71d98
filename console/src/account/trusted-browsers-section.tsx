import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import type { TrustedBrowser } from '../api/resources';
import { ConfirmButton } from '../kit/confirm-button';
import { Loaded } from '../kit/loaded';
import { Moment } from '../kit/moment';
import { browserOf } from '../kit/place';
import { Section, SectionRow } from '../kit/section';
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
    <Section title="Trusted browsers">
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
    </Section>
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
    <SectionRow
      name={name}
      mark={current ? 'this one' : undefined}
      details={
        <>
          Trusted <Moment at={created_at} /> from {ip ?? 'an unknown address'}, until <Moment at={expires_at} />. Last
          used: <Moment at={last_used_at} never="not yet" />
          {last_ip === null || last_ip === ip ? null : ` from ${last_ip}`}.
        </>
      }
    >
      <ConfirmButton
        label={`Remove ${name}`}
        title={`Trust ${name} no more?`}
        lost="The next sign-in there takes your second factor again. It is not signed out."
        confirm="Trust it no more"
        act={() => end.mutateAsync()}
      >
        Remove
      </ConfirmButton>
    </SectionRow>
  );
}
