import { Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answerOf, api } from '../api/client';
import { ME, signOut } from '../api/session';
import { useAct } from '../kit/use-act';

/** In place of every page, while an administrator asks this person for a new password. */
export function RequiredPassword() {
  const queries = useQueryClient();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { current_password: '', new_password: '', repeated: '' },
    validate: { repeated: (text, { new_password }) => (text === new_password ? null : 'is not the same') },
  });
  const save = useAct({
    act: ({ current_password, new_password }: typeof form.values) =>
      answerOf(api.PUT('/api/v1/users/me/password', { body: { current_password, new_password } })),
    done: 'Your password is changed. All your other sign-ins have ended.',
    refreshes: ['me'],
    form: { setErrors: form.setErrors, fields: Object.keys(form.getValues()), saved: () => undefined },
  });
  useEffect(() => {
    document.title = 'Choose a new password · Latchkey';
  }, []);
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder shadow="md" p="xl" w="100%" maw={420}>
        <Title order={1} size="h2">
          Choose a new password
        </Title>
        <Text c="dimmed" size="sm">
          An administrator asks you for one. Your other sign-ins end when you set it.
        </Text>
        <form
          onSubmit={form.onSubmit((values) => {
            save.mutate(values);
          })}
          noValidate
        >
          <Stack mt="lg">
            <PasswordInput
              label="Current password"
              autoComplete="current-password"
              key={form.key('current_password')}
              {...form.getInputProps('current_password')}
            />
            <PasswordInput
              label="New password"
              description="At least 12 characters; a few words are fine."
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
            <Button type="submit" fullWidth loading={save.isPending}>
              Set the password
            </Button>
            <Button
              variant="subtle"
              fullWidth
              onClick={() => {
                void signOut().then(() => queries.invalidateQueries({ queryKey: ME }));
              }}
            >
              Sign out
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
