import { Button, Checkbox, Group, Paper, PasswordInput, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { editedOf, faultsOf, useEdits } from '../kit/edits';
import { ENDINGS } from '../kit/endings';
import { Section } from '../kit/section';
import { RemainingCredentials } from '../account/remaining-credentials';
import { answerOf, api } from '../api/client';
import type { User } from '../api/resources';
import { useAct } from '../kit/use-act';

export function UserSettings({ user }: { user: User }) {
  return (
    <Stack maw={560}>
      {user.pending_email === undefined ? null : <PendingEmail user={user} address={user.pending_email} />}
      <Details user={user} />
      <PasswordMail user={user} />
      <PasswordReset user={user} />
      <RemainingCredentials userId={user.id} />
    </Stack>
  );
}

function PendingEmail({ user, address }: { user: User; address: string }) {
  const params = { path: { id: user.id } };
  const decide = useAct({
    act: (body: { email: string } | { pending_email: null }) =>
      answerOf(api.PATCH('/api/v1/users/{id}', { params, body })),
    done: ({ email }) => `The address is ${email}.`,
    refreshes: ['users'],
  });
  return (
    <Section title="Pending address">
      <Text size="sm">
        This person asks for {address} instead of {user.email}. Nothing has proved yet that it is theirs: applications
        that know people by their address will take them for its owner.
      </Text>
      <Group justify="flex-end">
        <Button
          variant="default"
          loading={decide.isPending}
          onClick={() => {
            decide.mutate({ pending_email: null });
          }}
        >
          Turn down
        </Button>
        <Button
          loading={decide.isPending}
          onClick={() => {
            decide.mutate({ email: address });
          }}
        >
          Confirm
        </Button>
      </Group>
    </Section>
  );
}

function valuesOf({ email, email_verified, name, username, role, password_change_required }: User) {
  return { email, email_verified, name: name ?? '', username: username ?? '', role, password_change_required };
}

function bodyOf({ name, username, ...rest }: ReturnType<typeof valuesOf>) {
  return { ...rest, name: name === '' ? null : name, username: username === '' ? null : username };
}

function Details({ user }: { user: User }) {
  const form = useEdits({ initialValues: valuesOf(user) });
  const save = useAct({
    act: (values: typeof form.values) =>
      answerOf(
        api.PATCH('/api/v1/users/{id}', {
          params: { path: { id: user.id } },
          body: editedOf(form, values, bodyOf),
        }),
      ),
    done: ({ email }) => `${email} is saved.`,
    refreshes: ['users', ...ENDINGS],
    form: faultsOf(form),
  });
  return (
    <Paper component="section" withBorder p="lg" aria-label="Account">
      <form
        onSubmit={form.onSubmit((values) => {
          save.mutate(values);
        })}
      >
        <Stack>
          <Title order={2} size="h4">
            Account {user.account_number}
          </Title>
          <TextInput label="Name" {...form.getInputProps('name')} />
          <TextInput label="Email" inputMode="email" {...form.getInputProps('email')} />
          <Checkbox
            label="The address was proved to be this person's"
            {...form.getInputProps('email_verified', { type: 'checkbox' })}
          />
          <TextInput label="User name" {...form.getInputProps('username')} />
          <Select
            label="Role"
            description="Another role ends all sign-ins, sessions and API keys."
            data={['member', 'admin']}
            allowDeselect={false}
            {...form.getInputProps('role')}
          />
          <Checkbox
            label="Ask for a new password at the next sign-in"
            description="In a browser. Programs that sign in for this person go on."
            {...form.getInputProps('password_change_required', { type: 'checkbox' })}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

function PasswordMail({ user }: { user: User }) {
  const send = useAct({
    act: (kind: 'reset' | 'invitation') =>
      answerOf(api.POST('/api/v1/users/{id}/password-mail', { params: { path: { id: user.id } }, body: { kind } })),
    done: `A link is on its way to ${user.email}.`,
    refreshes: ['mail'],
  });
  return (
    <Paper component="section" withBorder p="lg" aria-label="Mail a link">
      <Stack>
        <Title order={2} size="h4">
          Mail a link to set a password
        </Title>
        <Text size="sm" c="dimmed">
          {user.disabled
            ? 'The account is disabled, and a link would open nothing. Enable it first.'
            : 'They choose it themselves. A reset is good for 30 minutes, an invitation for seven days. Nothing ends before they use it.'}
        </Text>
        <Group justify="flex-end">
          <Button
            variant="default"
            loading={send.isPending}
            disabled={user.disabled}
            onClick={() => send.mutate('invitation')}
          >
            Send an invitation
          </Button>
          <Button loading={send.isPending} disabled={user.disabled} onClick={() => send.mutate('reset')}>
            Send a reset
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function PasswordReset({ user }: { user: User }) {
  const form = useEdits({ initialValues: { password: '' } });
  const reset = useAct({
    act: ({ password }: typeof form.values) =>
      answerOf(api.PATCH('/api/v1/users/{id}', { params: { path: { id: user.id } }, body: { password } })),
    done: 'The password is reset, and all their sign-ins have ended.',
    refreshes: ['users', ...ENDINGS],
    form: faultsOf(form),
    then: () => {
      form.reset();
    },
  });
  return (
    <Paper component="section" withBorder p="lg" aria-label="Reset the password">
      <form
        onSubmit={form.onSubmit((values) => {
          reset.mutate(values);
        })}
      >
        <Stack>
          <Title order={2} size="h4">
            Reset the password
          </Title>
          <Text size="sm" c="dimmed">
            Ends all sign-ins, sessions and API keys of this person. Applications ask them again for their consent.
          </Text>
          <PasswordInput label="New password" autoComplete="new-password" {...form.getInputProps('password')} />
          <Group justify="flex-end">
            <Button type="submit" color="red" loading={reset.isPending} disabled={form.values.password === ''}>
              Reset
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
