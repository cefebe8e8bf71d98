import { Button, Group, Paper, Stack, Title } from '@mantine/core';
import { useMe } from '../api/session';
import { faultsOf, useEdits } from '../kit/edits';
import { ENDINGS } from '../kit/endings';
import { OWN_PASSWORD_CHANGE, OWN_PASSWORD_FORM, OwnPasswordFields } from '../kit/own-password';
import { ByPasskey } from '../kit/owner-proof';
import { useAct } from '../kit/use-act';

export function PasswordForm() {
  const form = useEdits(OWN_PASSWORD_FORM);
  const pending = useMe().data?.pending_email;
  const forgotten =
    pending === undefined ? '' : ` It also ends your change of address to ${pending}; ask for that again afterwards.`;
  const save = useAct({
    ...OWN_PASSWORD_CHANGE,
    refreshes: ['me', ...ENDINGS],
    form: faultsOf(form),
    then: () => {
      form.reset();
    },
  });
  const byPasskey = () => {
    form.onSubmit((values) => {
      save.mutate({ ...values, isByPasskey: true });
    })();
  };
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
          <OwnPasswordFields form={form} hint={`Changing it ends all your other sign-ins.${forgotten}`} />
          <Group justify="flex-end">
            <ByPasskey isPending={save.isPending} onClick={byPasskey} />
            <Button type="submit" loading={save.isPending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
