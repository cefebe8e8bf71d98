import { Alert, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import { useMe } from '../api/session';
import { useAct } from '../kit/use-act';

/** Says where mails go, and sends one to try it. */
export function MailStatus() {
  const { data: me } = useMe();
  const { data } = useQuery({ queryKey: ['mail'], queryFn: () => answerOf(api.GET('/api/v1/mail')) });
  const test = useAct({
    act: () => answerOf(api.POST('/api/v1/mail/test')),
    done: `A test mail is on its way to ${me?.email ?? 'you'}.`,
    refreshes: ['mail'],
  });
  if (data === undefined) return null;
  const button = (
    <Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
      Send a test mail
    </Button>
  );
  if (data.set_up) {
    return (
      <Group id="mail" mb="lg" gap="xs">
        <Text size="sm">
          Mail is set up{data.waiting === 0 ? '.' : `; ${String(data.waiting)} wait to be delivered.`}
        </Text>
        {button}
      </Group>
    );
  }
  return (
    <Alert id="mail" title="Mail is not set up" color="yellow" mb="lg" className="below-the-header">
      <Group justify="space-between">
        <Text size="sm">
          People who forget their password get no mail: mails become files in <code>DATA_DIR/mail</code> on the server.
          Set <code>SMTP_URL</code> and <code>MAIL_FROM</code>.
        </Text>
        {button}
      </Group>
    </Alert>
  );
}
