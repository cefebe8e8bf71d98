import { Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { editedOf, faultsOf, useEdits } from '../kit/edits';
import { useAudience } from '../api/audience';
import { answerOf, api } from '../api/client';
import type { Me } from '../api/resources';
import { useMe } from '../api/session';
import { CopyableId } from '../kit/copyable-id';
import { PageHead } from '../kit/page-head';
import { useAct } from '../kit/use-act';
import { EmailSection } from './email-section';

export function Profile() {
  const { data: me } = useMe();
  const { isDeveloper } = useAudience();
  if (!me) return null;
  return (
    <>
      <PageHead
        title="Profile"
        lead={isDeveloper ? `Account number ${String(me.account_number)}, ${me.role}.` : 'Who you are here.'}
      />
      <Stack maw={560} gap="lg">
        <Group gap="xs" wrap="nowrap">
          <Text size="sm" c="dimmed" className="whole">
            User ID
          </Text>
          <CopyableId id={me.id} label="User ID" />
        </Group>
        <ProfileForm me={me} />
        <EmailSection me={me} />
      </Stack>
    </>
  );
}

function bodyOf({ username, name }: { username: string; name: string }) {
  return { username: username === '' ? null : username, name: name === '' ? null : name };
}

function ProfileForm({ me }: { me: Me }) {
  const form = useEdits({ initialValues: { username: me.username ?? '', name: me.name ?? '' } });
  const save = useAct({
    act: (values: typeof form.values) =>
      answerOf(api.PATCH('/api/v1/users/me', { body: editedOf(form, values, bodyOf) })),
    done: 'Your profile is saved.',
    refreshes: ['me'],
    form: faultsOf(form),
  });
  return (
    <Paper component="section" withBorder p="lg" aria-label="Profile">
      <form
        onSubmit={form.onSubmit((values) => {
          save.mutate(values);
        })}
      >
        <Stack>
          <TextInput label="Name" autoComplete="name" {...form.getInputProps('name')} />
          <TextInput
            label="User name"
            description="Signs in as well as the e-mail address does."
            autoComplete="username"
            {...form.getInputProps('username')}
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
