import { Alert, Badge, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { answerOf, api } from '../api/client';
import type { Application } from '../api/resources';
import { useMe } from '../api/session';
import { ConfirmButton } from '../kit/confirm-button';
import { Copyable } from '../kit/copyable';
import { ENDINGS } from '../kit/endings';
import { Loaded } from '../kit/loaded';
import { MadeBy } from '../kit/made-by';
import { PageHead } from '../kit/page-head';
import { PageTabs } from '../kit/page-tabs';
import { useAct } from '../kit/use-act';
import { WhitelistSection } from '../kit/whitelist-section';
import { ApplicationActivity } from './application-activity';
import { ApplicationConsents } from './application-consents';
import { ApplicationSecrets } from './application-secrets';
import { ApplicationSecurity } from './application-security';
import { ApplicationSettings } from './application-settings';
import { curlsFor } from './curls';
import { Endpoints } from './endpoints';
import { QuickStarts } from './quick-starts';

export function ApplicationPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['applications', 'one', id],
    queryFn: () => answerOf(api.GET('/api/v1/applications/{id}', { params: { path: { id } } })),
  });
  return <Loaded query={query}>{(application) => <Detail key={application.id} application={application} />}</Loaded>;
}

function Detail({ application }: { application: Application }) {
  const { data: me } = useMe();
  return (
    <>
      <PageHead
        title={application.name}
        lead={
          <Group gap="xs" component="span">
            <Badge variant="default">{application.type}</Badge>
            {application.built_in ? <Badge variant="default">sign-in API</Badge> : null}
            {application.confirmed ? null : <Badge variant="default">not checked by an administrator</Badge>}
            {application.first_party ? <Badge variant="default">first party</Badge> : null}
            {application.disabled ? <Badge color="red">disabled</Badge> : null}
            <MadeBy by={application.made_by} />
          </Group>
        }
        actions={<Endings application={application} />}
      />
      {application.disabled ? (
        <Alert color="red" mb="md" title="Disabled">
          {application.disabled_by_admin
            ? 'An administrator disabled it, and only an administrator can enable it again.'
            : 'It gets no tokens until it is enabled again.'}
        </Alert>
      ) : null}
      <PageTabs
        tabs={[
          {
            name: 'use',
            label: 'Use it',
            panel: (
              <Stack maw={820}>
                <Copyable label="Client ID" text={application.client_id} />
                {application.built_in ? null : (
                  <>
                    <Endpoints />
                    <QuickStarts application={application} secret={undefined} />
                  </>
                )}
                {curlsFor(application, undefined, me?.email ?? 'you@example.com').map(({ label, command }) => (
                  <Copyable key={label} label={label} text={command} block />
                ))}
              </Stack>
            ),
          },
          { name: 'settings', label: 'Settings', panel: <ApplicationSettings application={application} /> },
          ...(application.built_in
            ? []
            : [{ name: 'security', label: 'Security', panel: <ApplicationSecurity application={application} /> }]),
          ...(application.token_endpoint_auth_method.startsWith('client_secret_') && !application.built_in
            ? [{ name: 'secrets', label: 'Secrets', panel: <ApplicationSecrets application={application} /> }]
            : []),
          {
            name: 'whitelist',
            label: 'IP whitelist',
            panel: <WhitelistSection of={{ kind: 'application', id: application.id }} />,
          },
          { name: 'activity', label: 'Activity', panel: <ApplicationActivity application={application} /> },
          { name: 'consents', label: 'Who consented', panel: <ApplicationConsents application={application} /> },
        ]}
      />
    </>
  );
}

function Endings({ application }: { application: Application }) {
  const navigate = useNavigate();
  const { data: me } = useMe();
  const held = application.disabled_by_admin && me?.role !== 'admin';
  const params = { path: { id: application.id } };
  const end = useAct({
    act: () => answerOf(api.POST('/api/v1/applications/{id}/end-everything', { params })),
    done: ({ made_api_keys: keys, made_applications: made }) =>
      keys + made === 0
        ? 'Every sign-in and token of the application has ended.'
        : `Every sign-in and token of the application has ended. API keys and applications that it had made for people, and that ended: ${String(keys + made)}.`,
    refreshes: ENDINGS,
  });
  const toggle = useAct({
    act: (disabled: boolean) => answerOf(api.PATCH('/api/v1/applications/{id}', { params, body: { disabled } })),
    done: ({ name, disabled }) => `${name} is ${disabled ? 'disabled' : 'enabled'}.`,
    refreshes: ['statistics', ...ENDINGS],
  });
  const remove = useAct({
    act: () => answerOf(api.DELETE('/api/v1/applications/{id}', { params })),
    done: `${application.name} is deleted.`,
    refreshes: [],
    then: () => void navigate('/account/applications'),
  });
  return (
    <Group gap="xs">
      {/* disabling it has ended them */}
      {application.disabled ? null : (
        <ConfirmButton
          title={`End every sign-in of ${application.name}?`}
          lost="Everyone who uses it has to sign in again, and all its tokens stop working at once. What it made for people, its owner included, ends for good: their API keys are revoked, their applications disabled. The application itself stays."
          confirm="End all sign-ins"
          act={() => end.mutateAsync()}
        >
          End all sign-ins
        </ConfirmButton>
      )}
      {held ? null : application.disabled ? (
        <ConfirmButton
          color="teal"
          title={`Enable ${application.name}?`}
          lost="It gets tokens again. Sign-ins that ended stay ended."
          confirm="Enable"
          act={() => toggle.mutateAsync(false)}
        >
          Enable
        </ConfirmButton>
      ) : (
        <ConfirmButton
          title={`Disable ${application.name}?`}
          lost="All its sign-ins and tokens end, and it gets no new ones until it is enabled again."
          confirm="Disable"
          act={() => toggle.mutateAsync(true)}
        >
          Disable
        </ConfirmButton>
      )}
      {application.built_in ? null : (
        <ConfirmButton
          title={`Delete ${application.name}?`}
          lost="Lost for good: the Client ID, its secrets, its IP whitelist, what people allowed it, and all its sign-ins and tokens."
          confirm="Delete"
          act={() => remove.mutateAsync()}
        >
          Delete
        </ConfirmButton>
      )}
    </Group>
  );
}
