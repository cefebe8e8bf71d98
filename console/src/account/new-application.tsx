import { Button, Group, Paper, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { faultsOf, useEdits } from '../kit/edits';
import { answerOf, api } from '../api/client';
import type { Application } from '../api/resources';
import { linesOf } from '../kit/lines';
import { PageHead } from '../kit/page-head';
import { ScopePicker } from '../kit/scope-picker';
import { useAct } from '../kit/use-act';
import { CreatedApplication } from './created-application';

interface NewValues {
  name: string;
  type: 'confidential' | 'public';
  scopes: string[];
  redirect_uris: string;
}

export function NewApplication() {
  const [created, setCreated] = useState<Application & { client_secret?: string }>();
  const form = useEdits<NewValues & Record<string, unknown>>({
    initialValues: {
      name: '',
      type: 'confidential',
      scopes: [],
      redirect_uris: '',
    },
    validate: {
      name: (name) => (name.trim() === '' ? 'must not be empty' : null),
      scopes: (scopes) => (scopes.length === 0 ? 'tick at least one' : null),
    },
  });
  const create = useAct({
    act: ({ name, type, scopes, redirect_uris }: typeof form.values) =>
      answerOf(
        api.POST('/api/v1/applications', { body: { name, type, scopes, redirect_uris: linesOf(redirect_uris) } }),
      ),
    done: ({ name }) => `${name} is created.`,
    refreshes: ['applications'],
    form: faultsOf(form),
    then: setCreated,
  });
  if (created !== undefined) return <CreatedApplication application={created} />;
  return (
    <>
      <PageHead title="New OAuth application" lead="Type the name of the application and select required scopes." />
      <Paper component="section" withBorder p="lg" maw={820} aria-label="New application">
        <form
          onSubmit={form.onSubmit((values) => {
            create.mutate(values);
          })}
        >
          <Stack gap="lg">
            <TextInput
              label="Name"
              description="Shown on every page about the application."
              withAsterisk
              maxLength={100}
              {...form.getInputProps('name')}
            />
            <ScopePicker {...form.getInputProps('scopes')} />
            <Radio.Group label="Where does it run?" {...form.getInputProps('type')}>
              <Stack gap="xs" mt="xs">
                <Radio
                  value="confidential"
                  label="On a server"
                  description="It can keep a secret: confidential, with a Client secret."
                />
                <Radio
                  value="public"
                  label="In a browser or on a phone"
                  description="Users could read a secret there, so it is public and has none; it signs people in with PKCE."
                />
              </Stack>
            </Radio.Group>
            <Textarea
              label="Redirect URIs"
              description="Where browsers come back to after signing in, one a line. Not needed to get tokens with a password or with the application’s own credentials."
              placeholder="https://app.example.com/callback"
              autosize
              minRows={2}
              {...form.getInputProps('redirect_uris')}
            />
            <Group justify="flex-end">
              <Button variant="default" component={Link} to="/account/applications">
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending}>
                Create application
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </>
  );
}
