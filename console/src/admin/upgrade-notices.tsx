import { Alert, Anchor, Button, Group, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import type { UpgradeNotice } from '../api/resources';
import { useAct } from '../kit/use-act';

/** What an upgrade changed for applications, until an administrator sets it aside. */
export function UpgradeNotices() {
  const { data } = useQuery({
    queryKey: ['upgrade-notices'],
    queryFn: () => answerOf(api.GET('/api/v1/upgrade-notices')),
  });
  const dismiss = useAct({
    act: ({ id }: UpgradeNotice) => answerOf(api.DELETE('/api/v1/upgrade-notices/{id}', { params: { path: { id } } })),
    done: 'The notice is set aside.',
    refreshes: ['upgrade-notices'],
  });
  const notices = data?.data ?? [];
  if (notices.length === 0) return null;
  return (
    <Alert title="After the upgrade, look at these applications" color="yellow" mb="lg">
      <List spacing="xs" listStyleType="none">
        {notices.map((notice) => (
          <List.Item key={notice.id}>
            <Group gap="xs" justify="space-between" wrap="nowrap">
              <Text size="sm">
                <Anchor component={Link} to={`/account/applications/${notice.application.id}`}>
                  {notice.application.name}
                </Anchor>{' '}
                {sentenceOf(notice)}
              </Text>
              <Button
                size="compact-sm"
                variant="subtle"
                loading={dismiss.isPending}
                onClick={() => {
                  dismiss.mutate(notice);
                }}
              >
                Set aside
              </Button>
            </Group>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function sentenceOf({ kind, address }: UpgradeNotice): string {
  if (kind === 'reserved-query') {
    return 'has a redirect URI with a parameter of the answer, such as state, in its query: it goes on working, but replace it.';
  }
  return kind === 'exchange-targets'
    ? 'exchanges tokens, and may ask for every API there was: shorten the list in its settings.'
    : `was last used from ${address ?? 'an address'} that its owner’s IP whitelist does not let in, and is refused there now.`;
}
