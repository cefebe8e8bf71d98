import { Button, Group, Paper, PasswordInput, Stack, Title } from '@mantine/core';
import { answerOf, api } from '../api/client';
import { faultsOf, useEdits } from '../kit/edits';
import { useAct } from '../kit/use-act';

export function PasswordForm() {
  const form = useEdits({
    mode: 'uncontrolled',
    initialValues: { current_password: '', new_password: '', repeated: '' },
    validate: {
      repeated: (text, { new_password }) => (text === new_password ? null : 'is not the same'),
    },
  });
  const save = useAct({
    act: ({ current_password, new_password }: typeof form.values) =>
      answerOf(api.PUT('/api/v1/users/me/password', { body: { current_password, new_password } })),
    done: 'Your password is changed. All your other sign-ins have ended.',
    refreshes: ['sessions', 'sign-ins', 'remaining', 'factors'],
    form: faultsOf(form),
    then: () => {
      form.reset();
    },
  });
  return (
    <Paper component="section" withBorder p="lg" aria-label="Password">
      <form
        onSubmit={form.onSubmit((values) => {
          save.mutate(values);
        })}
      >
        <Stack>
          <Title order={2} size="h4">
            Password
          </Title>
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            key={form.key('current_password')}
            {...form.getInputProps('current_password')}
          />
          <PasswordInput
            label="New password"
            description="Changing it ends all your other sign-ins."
            autoComplete="new-password"
            key={form.key('new_password')}
            {...form.getInputProps('new_password')}
          />
          <PasswordInput
            label="New password again"
            autoComplete="new-password"
            key={form.key('repeated')}
            {...form.getInputProps('repeated')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
