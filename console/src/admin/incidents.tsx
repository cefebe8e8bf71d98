import { Alert, Button, Group, Modal, Paper, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { faultsOf } from '../kit/edits';
import { answerOf, api } from '../api/client';
import type { Incident } from '../api/resources';
import { ENDINGS } from '../kit/endings';
import { PageHead } from '../kit/page-head';
import { useAct } from '../kit/use-act';
import { accountOf } from './account-of';

interface Affected {
  sign_ins: number;
  sessions: number;
  made_api_keys: number;
  made_applications: number;
}

interface Counted extends Affected {
  incident: Incident;
}

/** Ends what an incident may have touched: counted first, then asked, then done. */
export function Incidents() {
  const [counted, setCounted] = useState<Counted>();
  const form = useForm({ initialValues: { user: '', client_id: '', ip: '', before: '' } });
  const count = useAct({
    act: async (values: typeof form.values) => {
      const incident = await incidentOf(values);
      return { incident, ...(await answerOf(api.POST('/api/v1/incidents/preview', { body: incident }))) };
    },
    done: 'Counted. Nothing has ended yet.',
    refreshes: [],
    form: { ...faultsOf(form), fields: ['user', 'client_id', 'ip', 'before'] },
    then: setCounted,
  });
  const end = useAct({
    act: ({ incident }: Counted) => answerOf(api.POST('/api/v1/incidents/end', { body: incident })),
    done: (ended) => `Ended: ${wordsFor(ended)}.`,
    refreshes: [...ENDINGS, 'me'],
    then: () => {
      form.reset();
    },
  });
  // not whether it is edited: what was counted may be counted once more
  const isEmpty = Object.values(form.values).every((value) => value.trim() === '');
  const close = () => {
    setCounted(undefined);
  };
  return (
    <>
      <PageHead
        title="Incidents"
        lead="A credential leaked, or an attacker got in: end every sign-in that may be affected. Everything you fill in must match."
      />
      <Paper component="section" withBorder p="lg" maw={820} aria-label="What to end">
        <form
          onSubmit={form.onSubmit((values) => {
            count.mutate(values);
          })}
        >
          <Stack>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput label="Of a user" description="E-mail, user name or id" {...form.getInputProps('user')} />
              <TextInput label="Of an application" description="Client ID" {...form.getInputProps('client_id')} />
              <TextInput
                label="From an address or network"
                description="Begun or last refreshed from there"
                placeholder="203.0.113.0/24"
                {...form.getInputProps('ip')}
              />
              <TextInput
                label="Begun before"
                description="Your local time"
                type="datetime-local"
                {...form.getInputProps('before')}
              />
            </SimpleGrid>
            <Alert color="yellow" variant="light">
              You are shown how many there are before anything ends. Yours may be among them.
            </Alert>
            <Group justify="flex-end">
              <Button type="submit" loading={count.isPending} disabled={isEmpty}>
                Count what would end
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
      <Modal
        opened={counted !== undefined}
        onClose={close}
        title="End all of this?"
        centered
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {counted === undefined ? null : (
          <Stack>
            <Text>
              <b>{wordsFor(counted)}</b> would end at once, with all their tokens. The people concerned have to sign in
              again. This cannot be undone.
            </Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={close} data-autofocus>
                End nothing
              </Button>
              <Button
                color="red"
                loading={end.isPending}
                disabled={counted.sign_ins + counted.sessions + counted.made_api_keys + counted.made_applications === 0}
                onClick={() => {
                  end.mutate(counted, { onSettled: close });
                }}
              >
                End {wordsFor(counted)}
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  );
}

async function incidentOf({
  user,
  client_id,
  ip,
  before,
}: Record<'user' | 'client_id' | 'ip' | 'before', string>): Promise<Incident> {
  return {
    ...(user.trim() === '' ? {} : { user_id: await accountOf(user, 'user') }),
    ...(client_id.trim() === '' ? {} : { client_id: client_id.trim() }),
    ...(ip.trim() === '' ? {} : { ip: ip.trim() }),
    ...(before === '' ? {} : { before: new Date(before).toISOString() }),
  };
}

function wordsFor({ sign_ins, sessions, made_api_keys, made_applications }: Affected): string {
  const signedIn = `${counted(sign_ins, 'sign-in')} and ${counted(sessions, 'browser session')}`;
  if (made_api_keys + made_applications === 0) return signedIn;
  return `${signedIn}, and ${counted(made_api_keys, 'API key')} and ${counted(made_applications, 'application')} that it made for people`;
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
