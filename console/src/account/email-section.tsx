import { Badge, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { faultsOf, useEdits } from '../kit/edits';
import { answerOf, api } from '../api/client';
import type { Me } from '../api/resources';
import { OwnName } from '../kit/own-name';
import { ByPasskey, ownerProof, type Proved, useHasPasskey } from '../kit/owner-proof';
import { Section } from '../kit/section';
import { useAct } from '../kit/use-act';

/** The address of the account: its proof, and another one. */
export function EmailSection({ me }: { me: Me }) {
  const withdraw = useAct({
    act: () => answerOf(api.PATCH('/api/v1/users/me', { body: { pending_email: null } })),
    done: 'Your address stays as it is.',
    refreshes: ['me'],
  });
  return (
    <Section title="Email">
      <Group gap="xs">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {me.email}
        </Text>
        <Badge variant="light" color={me.email_verified ? 'teal' : 'gray'}>
          {me.email_verified ? 'confirmed' : 'not confirmed'}
        </Badge>
      </Group>
      {me.pending_email === undefined && me.email_verified ? null : (
        <EmailProof address={me.pending_email ?? me.email} isNew={me.pending_email !== undefined} />
      )}
      {me.pending_email === undefined ? (
        <EmailForm />
      ) : (
        <Group justify="space-between">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            You keep {me.email} until {me.pending_email} is confirmed.
          </Text>
          <Button
            variant="default"
            loading={withdraw.isPending}
            onClick={() => {
              withdraw.mutate();
            }}
          >
            Withdraw
          </Button>
        </Group>
      )}
    </Section>
  );
}

function EmailProof({ address, isNew }: { address: string; isNew: boolean }) {
  const form = useEdits({ mode: 'uncontrolled', initialValues: { code: '' } });
  const send = useAct({
    act: () => answerOf(api.POST('/api/v1/users/me/verification-mail')),
    done: `A mail is on its way to ${address}.`,
    refreshes: [],
  });
  const prove = useAct({
    act: ({ code }: typeof form.values) => answerOf(api.POST('/api/v1/users/me/verification', { body: { code } })),
    done: ({ email }) => `${email} is confirmed.`,
    refreshes: ['me'],
    form: faultsOf(form),
  });
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        prove.mutate(values);
      })}
    >
      <Stack>
        <TextInput
          label="Code from the mail"
          description="Six digits, good for 30 minutes. The link in the mail works, too."
          inputMode="numeric"
          autoComplete="one-time-code"
          key={form.key('code')}
          {...form.getInputProps('code')}
        />
        <Group justify="flex-end">
          <Button
            variant="default"
            loading={send.isPending}
            onClick={() => {
              send.mutate();
            }}
          >
            {isNew ? 'Send the mail again' : 'Send a mail'}
          </Button>
          <Button type="submit" loading={prove.isPending}>
            Confirm
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function EmailForm() {
  const form = useEdits({ mode: 'uncontrolled', initialValues: { email: '', current_password: '' } });
  const ask = useAct({
    act: async ({ email, ...typed }: Proved<typeof form.values>) =>
      answerOf(api.PATCH('/api/v1/users/me', { body: { email, ...(await ownerProof(typed)) } })),
    done: ({ pending_email }) =>
      pending_email === undefined ? 'That is your address.' : `A mail is on its way to ${pending_email}.`,
    refreshes: ['me'],
    form: faultsOf(form),
  });
  const hasPasskey = useHasPasskey();
  const byPasskey = () => {
    form.onSubmit((values) => {
      ask.mutate({ ...values, isByPasskey: true });
    })();
  };
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        ask.mutate(values);
      })}
    >
      <Stack>
        <TextInput
          label="New address"
          description="You keep signing in with the present one until you confirm the new one by a mail to it, or an administrator does."
          inputMode="email"
          required
          autoComplete="email"
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <OwnName />
        <PasswordInput
          label="Your password"
          required={!hasPasskey}
          autoComplete="current-password"
          key={form.key('current_password')}
          {...form.getInputProps('current_password')}
        />
        <Group justify="flex-end">
          <ByPasskey isPending={ask.isPending} onClick={byPasskey} />
          <Button type="submit" loading={ask.isPending}>
            Change address
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
