import { Text } from '@mantine/core';
import { answerOf, api } from '../api/client';
import type { Application } from '../api/resources';
import { ItemList } from '../kit/item-list';
import { Moment } from '../kit/moment';
import { usePages } from '../kit/pages-of';
import { ScopeBadges } from '../kit/scope-badges';

export function ApplicationConsents({ application: { client_id } }: { application: Application }) {
  const pages = usePages(['consents', 'of', client_id], (cursor) =>
    answerOf(api.GET('/api/v1/consents', { params: { query: { cursor, client_id } } })),
  );
  return (
    <ItemList
      label="Who consented"
      pages={pages}
      keyOf={(consent) => consent.user.sub}
      textOf={({ user, scopes }) => `${user.name ?? ''} ${user.sub} ${scopes.join(' ')}`}
      empty={{
        title: 'No one yet',
        hint: 'People who sign in to this application in a browser are asked what it may do; those who agree are listed here.',
      }}
      columns={[
        { label: 'Person', cell: ({ user }) => <Text size="sm">{user.name ?? user.sub}</Text> },
        { label: 'Allowed', cell: ({ scopes }) => <ScopeBadges scopes={scopes} /> },
        { label: 'Since', cell: ({ created_at }) => <Moment at={created_at} /> },
      ]}
    />
  );
}
