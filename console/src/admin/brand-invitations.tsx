import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import type { Invitation } from '../api/resources';
import { useAct } from '../kit/use-act';

const STALE = ['brand-invitations', 'brands'];

/** The brands that the person was asked to belong to; nothing where there is none. */
export function BrandInvitations() {
  const { data } = useQuery({
    queryKey: ['brand-invitations'],
    queryFn: () => answerOf(api.GET('/api/v1/brand-invitations', { params: { query: { limit: 50 } } })),
  });
  const accept = useAct({
    act: ({ brand_id, version }: Invitation) => {
      const params = { path: { brand_id }, header: { 'If-Match': `"${version}"` } };
      return answerOf(api.POST('/api/v1/brand-invitations/{brand_id}/acceptance', { params }));
    },
    done: 'You belong to the brand.',
    refreshes: STALE,
  });
  const decline = useAct({
    act: (brand_id: string) =>
      answerOf(api.DELETE('/api/v1/brand-invitations/{brand_id}', { params: { path: { brand_id } } })),
    done: 'The invitation is declined.',
    refreshes: STALE,
  });
  if (data === undefined || data.data.length === 0) return null;
  return (
    <Stack component="section" aria-label="Invitations" gap="xs" mb="lg">
      {data.data.map((invitation) => (
        <Alert key={invitation.brand_id} title={<bdi>{invitation.brand_name}</bdi>}>
          <Group justify="space-between">
            <Text size="sm">
              You are invited to belong to this brand as {invitation.role}. Its members will see your name.
            </Text>
            <Group gap="xs">
              <Button
                size="xs"
                loading={accept.isPending}
                onClick={() => {
                  accept.mutate(invitation);
                }}
              >
                Accept
              </Button>
              <Button
                size="xs"
                variant="default"
                loading={decline.isPending}
                onClick={() => {
                  decline.mutate(invitation.brand_id);
                }}
              >
                Decline
              </Button>
            </Group>
          </Group>
        </Alert>
      ))}
    </Stack>
  );
}
