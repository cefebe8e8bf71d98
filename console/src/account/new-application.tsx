import { Alert, Button, Group, Paper, Radio, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { faultsOf, useEdits } from '../kit/edits';
import { answerOf, api } from '../api/client';
import type { Application } from '../api/resources';
import { linesOf } from '../kit/lines';
import { PageHead } from '../kit/page-head';
import { ScopePicker } from '../kit/scope-picker';
import { useAct } from '../kit/use-act';
import { type KindName, kindOf, KINDS } from './application-kinds';
import { CreatedApplication } from './created-application';
import { migratedClient } from './migrated-client';

interface NewValues {
  kind: KindName;
  name: string;
  scopes: string[];
  redirect_uris: string;
}

/** Begins with what the application is: that decides what else is asked. */
export function NewApplication() {
  const [created, setCreated] = useState<Application & { client_secret?: string }>();
  const form = useEdits<NewValues & Record<string, unknown>>({
    // the documented steps are New, a name, scopes, Create: without a choice that kind is made, and says that it is a legacy
    initialValues: { kind: 'documented', name: '', scopes: [], redirect_uris: '' },
    validate: {
      name: (name) => (name.trim() === '' ? 'must not be empty' : null),
      redirect_uris: (text, { kind }) =>
        kindOf(kind).redirects?.required === true && linesOf(text).length === 0 ? 'name at least one' : null,
      scopes: (scopes) => (scopes.length === 0 ? 'tick at least one' : null),
    },
  });
  const create = useAct({
    act: ({ kind, name, scopes, redirect_uris }: typeof form.values) => {
      const { type, grantTypes, redirects } = kindOf(kind);
      const body = { name, type, scopes, redirect_uris: redirects === undefined ? [] : linesOf(redirect_uris) };
      const grants = grantTypes === undefined ? {} : { grant_types: [...grantTypes] };
      return answerOf(api.POST('/api/v1/applications', { body: { ...body, ...grants } }));
    },
    done: ({ name }) => `${name} is created.`,
    refreshes: ['applications', 'first-steps'],
    form: faultsOf(form),
    then: setCreated,
  });
  if (created !== undefined) return <CreatedApplication application={created} />;
  const kind = kindOf(form.values.kind);
  return (
    <>
      <PageHead title="New OAuth application" lead="Say what it is, type its name, and select required scopes." />
      <form
        onSubmit={form.onSubmit((values) => {
          create.mutate(values);
        })}
      >
        <Stack gap="lg" maw={820}>
          <KindChoice
            value={form.values.kind}
            onChange={(next) => {
              form.setValues({ kind: next, scopes: [...kindOf(next).scopes] });
              form.clearErrors();
            }}
          />
          <Paper component="section" withBorder p="lg" aria-label="New application">
            <Stack gap="lg">
              {kind.note === undefined ? null : (
                <Alert color="gray" variant="light">
                  {kind.note}
                </Alert>
              )}
              {form.values.kind === 'migrated' ? (
                <PastedClient
                  onRead={({ name, redirectUris }) => {
                    form.setValues({ ...(name !== undefined && { name }), redirect_uris: redirectUris.join('\n') });
                  }}
                />
              ) : null}
              <TextInput
                label="Name"
                description="Shown on every page about the application."
                withAsterisk
                maxLength={100}
                {...form.getInputProps('name')}
              />
              {kind.redirects === undefined ? null : (
                <Textarea
                  label="Redirect URIs"
                  description={kind.redirects.description}
                  placeholder={kind.redirects.example}
                  withAsterisk={kind.redirects.required}
                  autosize
                  minRows={2}
                  {...form.getInputProps('redirect_uris')}
                />
              )}
              <ScopePicker foldsManagement {...form.getInputProps('scopes')} />
              <Group justify="flex-end">
                <Button variant="default" component={Link} to="/account/applications">
                  Cancel
                </Button>
                <Button type="submit" loading={create.isPending}>
                  Create application
                </Button>
              </Group>
            </Stack>
          </Paper>
        </Stack>
      </form>
    </>
  );
}

function KindChoice({ value, onChange }: { value: KindName; onChange: (kind: KindName) => void }) {
  return (
    <Radio.Group label="What is it?" value={value} onChange={onChange}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" mt="xs">
        {Object.entries(KINDS).map(([name, { label, description }]) => (
          <Radio.Card key={name} value={name} p="sm" className="choice" aria-label={label}>
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Radio.Indicator />
              <div>
                <Text size="sm" fw={600}>
                  {label}
                </Text>
                <Text size="xs" c="dimmed">
                  {description}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}

function PastedClient({ onRead }: { onRead: (client: NonNullable<ReturnType<typeof migratedClient>>) => void }) {
  const [text, setText] = useState('');
  const client = text.trim() === '' ? undefined : migratedClient(text);
  const isFaulty = text.trim() !== '' && client === undefined;
  return (
    <Textarea
      label="The client there, as JSON"
      description="Its export, or the answer of its management API. Only its name and addresses are read; a secret is not."
      autosize
      minRows={3}
      maxRows={10}
      value={text}
      error={isFaulty ? 'must be JSON: {"client_name": …, "redirect_uris": […]}' : undefined}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        const read = migratedClient(next);
        if (read !== undefined) onRead(read);
      }}
    />
  );
}
