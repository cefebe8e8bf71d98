import { Badge, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { answerOf, api } from '../api/client';
import { ConfirmButton } from '../kit/confirm-button';
import { ENDINGS } from '../kit/endings';
import { ItemList } from '../kit/item-list';
import { MadeBy } from '../kit/made-by';
import { Moment } from '../kit/moment';
import { usePages } from '../kit/pages-of';
import { ScopeBadges } from '../kit/scope-badges';
import { useAct } from '../kit/use-act';
import { WhitelistButton } from '../kit/whitelist-button';

interface ApiKeyListProps {
  /** Undefined: the caller's own. */
  userId?: string;
  empty: { title: string; hint: ReactNode; action?: ReactNode };
}

export function ApiKeyList({ userId, empty }: ApiKeyListProps) {
  const pages = usePages(['api-keys', userId], (cursor) =>
    answerOf(api.GET('/api/v1/api-keys', { params: { query: { cursor, user_id: userId } } })),
  );
  const revoke = useAct({
    act: (id: string) => answerOf(api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } })),
    done: 'The key works no more.',
    refreshes: ENDINGS,
  });
  return (
    <ItemList
      label="API keys"
      pages={pages}
      keyOf={(key) => key.id}
      textOf={({ name, id, hint, scopes, made_by }) =>
        `${name} ${id} ${hint} ${scopes.join(' ')} ${made_by?.name ?? ''}`
      }
      empty={empty}
      columns={[
        {
          label: 'Name',
          cell: ({ name, hint, made_by }) => (
            <>
              <Text fw={600}>{name}</Text>
              <Text size="xs" c="dimmed" ff="monospace">
                sk_live_…{hint}
              </Text>
              <MadeBy by={made_by} />
            </>
          ),
        },
        { label: 'Scopes', cell: ({ scopes }) => <ScopeBadges scopes={scopes} show={3} /> },
        {
          label: 'Last used',
          cell: ({ last_used_at, last_used_ip }) => (
            <>
              <Moment at={last_used_at} never="not yet" />
              {last_used_ip === null ? null : (
                <Text size="xs" c="dimmed">
                  from {last_used_ip}
                </Text>
              )}
            </>
          ),
        },
        {
          label: 'Expires',
          cell: ({ expires_at }) =>
            expires_at !== null && new Date(expires_at) < new Date() ? (
              <Badge color="red" variant="light">
                expired
              </Badge>
            ) : (
              <Moment at={expires_at} />
            ),
        },
        {
          label: '',
          cell: ({ id, name, ip_whitelist }) => (
            <Group gap="xs">
              <WhitelistButton of={{ kind: 'api-key', id }} name={name} count={ip_whitelist.length} />
              <ConfirmButton
                label={`Revoke ${name}`}
                title={`Revoke ${name}?`}
                lost="Every program that uses this key stops working at once. It cannot be brought back."
                confirm="Revoke"
                act={() => revoke.mutateAsync(id)}
              >
                Revoke
              </ConfirmButton>
            </Group>
          ),
        },
      ]}
    />
  );
}
