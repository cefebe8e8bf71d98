import { Button, Checkbox, Group, Paper, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import { faultsOf, useEdits } from '../kit/edits';
import { answerOf, api } from '../api/client';
import { PageHead } from '../kit/page-head';
import { useAct } from '../kit/use-act';

interface NewValues {
  email: string;
  name: string;
  username: string;
  password: string;
  invite: boolean;
  password_change_required: boolean;
  role: 'admin' | 'member';
}

export function NewUser() {
  const navigate = useNavigate();
  const form = useEdits<NewValues & Record<string, unknown>>({
    initialValues: {
      email: '',
      name: '',
      username: '',
      password: '',
      invite: false,
      password_change_required: false,
      role: 'member',
    },
  });
  const create = useAct({
    act: ({ email, name, username, password, invite, password_change_required, role }: typeof form.values) =>
      answerOf(
        api.POST('/api/v1/users', {
          body: {
            email,
            role,
            ...(invite ? { invite } : { password, password_change_required }),
            ...(name === '' ? {} : { name }),
            ...(username === '' ? {} : { username }),
          },
        }),
      ),
    done: ({ email }) =>
      form.values.invite ? `An invitation is on its way to ${email}.` : `${email} can sign in now.`,
    refreshes: ['users'],
    form: faultsOf(form),
    then: ({ id }) => void navigate(`/admin/users/${id}`),
  });
  return (
    <>
      <PageHead title="New user" />
      <Paper component="section" withBorder p="lg" maw={560} aria-label="New user">
        <form
          onSubmit={form.onSubmit((values) => {
            create.mutate(values);
          })}
        >
          <Stack>
            <TextInput
              label="Email"
              inputMode="email"
              withAsterisk
              autoComplete="off"
              {...form.getInputProps('email')}
            />
            <TextInput label="Name" autoComplete="off" {...form.getInputProps('name')} />
            <TextInput
              label="User name"
              description="Signs in as well as the e-mail address does."
              autoComplete="off"
              {...form.getInputProps('username')}
            />
            <Checkbox
              label="Mail them an invitation to choose a password"
              {...form.getInputProps('invite', { type: 'checkbox' })}
            />
            {form.values.invite ? null : (
              <>
                <PasswordInput
                  label="Password"
                  description="Tell it to them in person; they can change it."
                  withAsterisk
                  autoComplete="new-password"
                  {...form.getInputProps('password')}
                />
                <Checkbox
                  label="Ask for a new password at the first sign-in"
                  {...form.getInputProps('password_change_required', { type: 'checkbox' })}
                />
              </>
            )}
            <Select label="Role" data={['member', 'admin']} allowDeselect={false} {...form.getInputProps('role')} />
            <Group justify="flex-end">
              <Button variant="default" component={Link} to="/admin/users">
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending}>
                Create user
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </>
  );
}
