import { Badge, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { ApiKeyList } from '../account/api-key-list';
import { ApplicationList } from '../account/application-list';
import { SignInLists } from '../account/sign-in-lists';
import { answerOf, api } from '../api/client';
import type { User } from '../api/resources';
import { useMe } from '../api/session';
import { ConfirmButton } from '../kit/confirm-button';
import { ENDINGS } from '../kit/endings';
import { Loaded } from '../kit/loaded';
import { PageHead } from '../kit/page-head';
import { PageTabs } from '../kit/page-tabs';
import { useAct } from '../kit/use-act';
import { WhitelistSection } from '../kit/whitelist-section';
import { UserActivity } from './user-activity';
import { UserFactors } from './user-factors';
import { UserSettings } from './user-settings';

export function UserPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['users', 'one', id],
    queryFn: () => answerOf(api.GET('/api/v1/users/{id}', { params: { path: { id } } })),
  });
  return <Loaded query={query}>{(user) => <Detail key={user.id} user={user} />}</Loaded>;
}

function Detail({ user }: { user: User }) {
  const { data: me } = useMe();
  return (
    <>
      <PageHead
        title={user.name ?? user.email}
        lead={
          <Group gap="xs" component="span">
            {user.email}
            <Badge variant={user.role === 'admin' ? 'filled' : 'default'}>{user.role}</Badge>
            {user.disabled ? <Badge color="red">disabled</Badge> : null}
            {user.former_emails.length === 0 ? null : <span>formerly {user.former_emails.join(', ')}</span>}
          </Group>
        }
        actions={user.id === me?.id ? undefined : <Endings user={user} />}
      />
      <PageTabs
        tabs={[
          { name: 'settings', label: 'Settings', panel: <UserSettings user={user} /> },
          { name: 'security', label: 'Security', panel: <UserFactors user={user} /> },
          { name: 'sign-ins', label: 'Sign-ins', panel: <SignInLists userId={user.id} /> },
          { name: 'activity', label: 'Activity', panel: <UserActivity userId={user.id} /> },
          { name: 'whitelist', label: 'IP whitelist', panel: <WhitelistSection of={{ kind: 'user', id: user.id }} /> },
          {
            name: 'keys',
            label: 'API keys',
            panel: <ApiKeyList userId={user.id} empty={{ title: 'No API key', hint: 'This person has made none.' }} />,
          },
          {
            name: 'applications',
            label: 'Applications',
            panel: (
              <ApplicationList
                ownerId={user.id}
                empty={{ title: 'No application', hint: 'This person has made none.' }}
              />
            ),
          },
        ]}
      />
    </>
  );
}

function Endings({ user }: { user: User }) {
  const navigate = useNavigate();
  const params = { path: { id: user.id } };
  const toggle = useAct({
    act: (disabled: boolean) => answerOf(api.PATCH('/api/v1/users/{id}', { params, body: { disabled } })),
    done: ({ email, disabled }) => `${email} is ${disabled ? 'disabled' : 'enabled'}.`,
    refreshes: ['users', 'statistics', ...ENDINGS],
  });
  const remove = useAct({
    act: () => answerOf(api.DELETE('/api/v1/users/{id}', { params })),
    done: `${user.email} is deleted.`,
    refreshes: [],
    then: () => void navigate('/admin/users'),
  });
  return (
    <Group gap="xs">
      {user.disabled ? (
        <ConfirmButton
          color="teal"
          title={`Enable ${user.email}?`}
          lost="They can sign in again. What ended stays ended."
          confirm="Enable"
          act={() => toggle.mutateAsync(false)}
        >
          Enable
        </ConfirmButton>
      ) : (
        <ConfirmButton
          title={`Disable ${user.email}?`}
          lost="All their sign-ins, sessions and API keys end at once, and they cannot sign in until they are enabled again."
          confirm="Disable"
          act={() => toggle.mutateAsync(true)}
        >
          Disable
        </ConfirmButton>
      )}
      <ConfirmButton
        title={`Delete ${user.email}?`}
        lost="Lost for good: the account and everything it owns, its applications, API keys, resources and sign-ins. Programs that use those stop working at once."
        confirm="Delete"
        act={() => remove.mutateAsync()}
      >
        Delete
      </ConfirmButton>
    </Group>
  );
}
