import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { answerOf, api } from '../api/client';
import { ConfirmButton } from '../kit/confirm-button';
import { ENDINGS } from '../kit/endings';
import { ItemList } from '../kit/item-list';
import { Moment } from '../kit/moment';
import { usePages } from '../kit/pages-of';
import { Place } from '../kit/place';
import { useAct } from '../kit/use-act';

interface SignInListsProps {
  /** Sign-ins of another account, which only admins see. */
  userId?: string;
}

/** A person's browser sessions and sign-ins to applications, to look at and to end. */
export function SignInLists({ userId }: SignInListsProps) {
  return (
    <Stack gap="xl">
      <BrowserSessions userId={userId} />
      <ApplicationSignIns userId={userId} />
    </Stack>
  );
}

function BrowserSessions({ userId }: SignInListsProps) {
  const pages = usePages(['sessions', userId], (cursor) =>
    answerOf(api.GET('/api/v1/sessions', { params: { query: { cursor, user_id: userId } } })),
  );
  const end = useAct({
    act: (id: string) => answerOf(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } })),
    done: 'The session has ended.',
    refreshes: [...ENDINGS, 'me'],
  });
  const endAll = useAct({
    act: () => answerOf(api.DELETE('/api/v1/sessions', { params: { query: { user_id: userId } } })),
    done: 'The other sessions have ended.',
    refreshes: ENDINGS,
  });
  const others = pages.rows.filter(({ current }) => userId !== undefined || !current);
  return (
    <section aria-labelledby="browser-sessions">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="browser-sessions">
          Browser sessions
        </Title>
        {others.length > 0 || pages.hasNextPage ? (
          <ConfirmButton
            title={userId === undefined ? 'Sign out everywhere else?' : 'End all browser sessions?'}
            lost={
              userId === undefined
                ? 'Every other browser has to sign in again, and no browser is trusted any more. This one stays signed in.'
                : 'Every browser of this person has to sign in again, and none is trusted any more.'
            }
            confirm="End them"
            act={() => endAll.mutateAsync()}
          >
            {userId === undefined ? 'End all others' : 'End all'}
          </ConfirmButton>
        ) : null}
      </Group>
      <ItemList
        label="Browser sessions"
        pages={pages}
        keyOf={(session) => session.id}
        textOf={({ ip, user_agent }) => `${ip ?? ''} ${user_agent ?? ''}`}
        empty={{ title: 'No browser session', hint: 'Signing in in a browser begins one.' }}
        columns={[
          { label: 'Where', cell: ({ ip, user_agent }) => <Place ip={ip} userAgent={user_agent} /> },
          { label: 'Signed in', cell: ({ created_at }) => <Moment at={created_at} /> },
          { label: 'Ends', cell: ({ expires_at }) => <Moment at={expires_at} /> },
          {
            label: '',
            cell: ({ id, current, ip }) =>
              current ? (
                <Badge color="teal" variant="light">
                  this one
                </Badge>
              ) : (
                <ConfirmButton
                  label={`End the session from ${ip ?? 'an unknown address'}`}
                  title="End this session?"
                  lost="That browser has to sign in again."
                  confirm="End it"
                  act={() => end.mutateAsync(id)}
                >
                  End
                </ConfirmButton>
              ),
          },
        ]}
      />
    </section>
  );
}

function ApplicationSignIns({ userId }: SignInListsProps) {
  const pages = usePages(['sign-ins', userId], (cursor) =>
    answerOf(api.GET('/api/v1/grants', { params: { query: { cursor, user_id: userId } } })),
  );
  const end = useAct({
    act: (id: string) => answerOf(api.DELETE('/api/v1/grants/{id}', { params: { path: { id } } })),
    done: 'The sign-in has ended, its tokens included.',
    refreshes: ENDINGS,
  });
  const endAll = useAct({
    act: () => answerOf(api.DELETE('/api/v1/grants', { params: { query: { user_id: userId } } })),
    done: 'The sign-ins have ended, their tokens included.',
    refreshes: ENDINGS,
  });
  return (
    <section aria-labelledby="application-sign-ins">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="application-sign-ins">
          Sign-ins to applications
        </Title>
        {pages.rows.length > 0 ? (
          <ConfirmButton
            title="End all sign-ins to applications?"
            lost="Every application and script that holds tokens of this account has to sign in again."
            confirm="End them all"
            act={() => endAll.mutateAsync()}
          >
            End all
          </ConfirmButton>
        ) : null}
      </Group>
      <ItemList
        label="Sign-ins to applications"
        pages={pages}
        keyOf={(signIn) => signIn.id}
        textOf={({ application, ip, scope }) => `${nameOf(application)} ${application.name} ${ip ?? ''} ${scope}`}
        empty={{ title: 'No sign-in', hint: 'An application that gets tokens for this account stands here.' }}
        columns={[
          {
            label: 'Application',
            cell: ({ application }) => (
              <>
                <Text fw={600} size="sm" component="bdi">
                  {nameOf(application)}
                </Text>
                {application.built_in ? (
                  <Text size="xs" c="dimmed">
                    {application.name}
                  </Text>
                ) : null}
              </>
            ),
          },
          { label: 'From', cell: ({ ip, user_agent }) => <Place ip={ip} userAgent={user_agent} /> },
          { label: 'Signed in', cell: ({ created_at }) => <Moment at={created_at} /> },
          {
            label: 'Last refreshed',
            cell: ({ last_used_at, last_ip, ip }) => (
              <>
                <Moment at={last_used_at} />
                {last_ip === null || last_ip === ip ? null : (
                  <Text size="xs" c="orange">
                    from {last_ip}
                  </Text>
                )}
              </>
            ),
          },
          {
            label: '',
            cell: ({ id, application }) => (
              <ConfirmButton
                label={`End the sign-in to ${application.name}`}
                title={`End this sign-in to ${application.name}?`}
                lost="Its tokens stop working at once, here and in every API that asks."
                confirm="End it"
                act={() => end.mutateAsync(id)}
              >
                End
              </ConfirmButton>
            ),
          },
        ]}
      />
    </section>
  );
}

/** The documented login faces are no application that people know. */
function nameOf({ name, built_in }: { name: string; built_in: boolean }): string {
  return built_in ? 'Signed in with the API' : name;
}
