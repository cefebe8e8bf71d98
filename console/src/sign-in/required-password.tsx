import { Button, Center, Paper, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ME, signOut } from '../api/session';
import { OWN_PASSWORD_CHANGE, OWN_PASSWORD_FORM, OwnPasswordFields } from '../kit/own-password';
import { ByPasskey } from '../kit/owner-proof';
import { useAct } from '../kit/use-act';

/** In place of every page, while an administrator asks this person for a new password. */
export function RequiredPassword() {
  const queries = useQueryClient();
  const form = useForm(OWN_PASSWORD_FORM);
  const save = useAct({
    ...OWN_PASSWORD_CHANGE,
    refreshes: ['me'],
    form: { setErrors: form.setErrors, fields: Object.keys(form.getValues()), sends: () => () => undefined },
  });
  const byPasskey = () => {
    form.onSubmit((values) => {
      save.mutate({ ...values, isByPasskey: true });
    })();
  };
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
            <OwnPasswordFields form={form} hint="At least 12 characters; a few words are fine." />
            <Button type="submit" fullWidth loading={save.isPending}>
              Set the password
            </Button>
            <ByPasskey fullWidth isPending={save.isPending} onClick={byPasskey} />
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
