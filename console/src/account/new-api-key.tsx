import { Alert, Button, Group, Paper, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { faultsOf, useEdits } from '../kit/edits';
import { answerOf, api } from '../api/client';
import { server } from '../base';
import { Copyable } from '../kit/copyable';
import { linesOf } from '../kit/lines';
import { PageHead } from '../kit/page-head';
import { ScopePicker } from '../kit/scope-picker';
import { useAct } from '../kit/use-act';

const DAY = 86_400_000;
const EXPIRIES = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: '', label: 'Never' },
];

export function NewApiKey() {
  const [key, setKey] = useState<string>();
  const form = useEdits({
    initialValues: { name: '', scopes: [] as string[], expires_at: '90', ip_whitelist: '' },
    validate: {
      name: (name) => (name.trim() === '' ? 'must not be empty' : null),
      scopes: (scopes) => (scopes.length === 0 ? 'tick at least one' : null),
    },
  });
  const create = useAct({
    act: ({ name, scopes, expires_at, ip_whitelist }: typeof form.values) =>
      answerOf(
        api.POST('/api/v1/api-keys', {
          body: {
            name,
            scopes,
            expires_at: expires_at === '' ? null : new Date(Date.now() + Number(expires_at) * DAY).toISOString(),
            ip_whitelist: linesOf(ip_whitelist).map((line) => {
              const [cidr = '', ...note] = line.split(/\s+/);
              return { cidr, note: note.join(' ') };
            }),
          },
        }),
      ),
    done: ({ name }) => `The key ${name} is created.`,
    refreshes: ['api-keys'],
    form: faultsOf(form),
    then: (created) => {
      setKey(created.key);
    },
  });
  if (key !== undefined) return <CreatedKey apiKey={key} />;
  return (
    <>
      <PageHead title="New API key" />
      <Paper component="section" withBorder p="lg" maw={820} aria-label="New API key">
        <form
          onSubmit={form.onSubmit((values) => {
            create.mutate(values);
          })}
        >
          <Stack gap="lg">
            <TextInput
              label="Name"
              description="What uses it, so that you know which one to revoke."
              placeholder="Nightly export"
              withAsterisk
              maxLength={100}
              {...form.getInputProps('name')}
            />
            <ScopePicker {...form.getInputProps('scopes')} />
            <Select
              label="Expires"
              data={EXPIRIES}
              allowDeselect={false}
              maw={320}
              {...form.getInputProps('expires_at')}
            />
            <Textarea
              label="IP entries"
              description="Where it may be used from, one address or network a line, a note after it. Empty: from everywhere."
              placeholder={'203.0.113.7 build server\n10.0.0.0/8 office'}
              autosize
              minRows={2}
              {...form.getInputProps('ip_whitelist')}
            />
            <Group justify="flex-end">
              <Button variant="default" component={Link} to="/account/api-keys">
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending}>
                Create API key
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </>
  );
}

function CreatedKey({ apiKey }: { apiKey: string }) {
  return (
    <>
      <PageHead title="Your API key is ready" />
      <Stack maw={820}>
        <Alert color="yellow" title="Copy the key now">
          It is shown this once and kept nowhere in a form that could be read.
        </Alert>
        <Paper withBorder p="lg">
          <Stack>
            <Copyable label="API key" text={apiKey} />
            <Copyable label="Try it" text={`curl ${server}/v1/users/me \\\n  -H 'X-API-Key: ${apiKey}'`} block />
          </Stack>
        </Paper>
        <Group>
          <Button component={Link} to="/account/api-keys">
            I have copied it: to my keys
          </Button>
        </Group>
      </Stack>
    </>
  );
}
