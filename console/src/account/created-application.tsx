import { Alert, Button, Group, Paper, Stack } from '@mantine/core';
import { Link } from 'react-router';
import type { Application } from '../api/resources';
import { useMe } from '../api/session';
import { Copyable } from '../kit/copyable';
import { PageHead } from '../kit/page-head';
import { curlsFor } from './curls';
import { Endpoints } from './endpoints';
import { QuickStarts } from './quick-starts';

/** The one time the secret is seen, with commands that work as they stand. */
export function CreatedApplication({ application }: { application: Application & { client_secret?: string } }) {
  const { data: me } = useMe();
  return (
    <>
      <PageHead title={`${application.name} is ready`} />
      <Stack maw={820}>
        {application.client_secret === undefined ? null : (
          <Alert color="yellow" title="Copy the Client secret now">
            It is shown this once and kept nowhere in a form that could be read. If it gets lost, add another one.
          </Alert>
        )}
        <Paper withBorder p="lg">
          <Stack>
            <Copyable label="Client ID" text={application.client_id} />
            {application.client_secret === undefined ? null : (
              <Copyable label="Client secret" text={application.client_secret} />
            )}
          </Stack>
        </Paper>
        <Paper withBorder p="lg">
          <Stack>
            {curlsFor(application, application.client_secret, me?.email ?? 'you@example.com').map(
              ({ label, command }) => (
                <Copyable key={label} label={label} text={command} block />
              ),
            )}
          </Stack>
        </Paper>
        <Endpoints />
        <QuickStarts application={application} secret={application.client_secret} />
        <Group>
          <Button component={Link} to={`/account/applications/${application.id}`}>
            I have copied it: to the application
          </Button>
        </Group>
      </Stack>
    </>
  );
}
