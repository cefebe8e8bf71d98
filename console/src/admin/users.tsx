import { Anchor, Badge, Button, Checkbox, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import { useMe } from '../api/session';
import { useTotals } from '../api/totals';
import { ItemList } from '../kit/item-list';
import { ListFilters, useListFilters } from '../kit/list-filters';
import { Moment } from '../kit/moment';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';
import { formerlyOf } from '../kit/formerly';
import { UsersAtOnce } from './users-at-once';

const CHOICES = {
  kind: { name: 'role', values: ['admin', 'member'] },
  sorts: [
    { value: 'newest', label: 'Newest first' },
    { value: 'email', label: 'By e-mail' },
    { value: 'last_sign_in', label: 'Last sign-in' },
  ],
} as const;

export function Users() {
  const { data: me } = useMe();
  const filters = useListFilters(CHOICES);
  const { q, kind, disabled, sort, isNarrow } = filters;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const totals = useTotals();
  const query = { q, role: kind, disabled, sort };
  const pages = usePages(['users', query], (cursor) =>
    answerOf(api.GET('/api/v1/users', { params: { query: { ...query, cursor } } })),
  );
  const create = (
    <Button component={Link} to="/admin/users/new">
      New user
    </Button>
  );
  // what a filter hides is acted on no more
  const atOnce = pages.rows.filter(({ id }) => chosen.includes(id));
  return (
    <>
      <PageHead title="Users" lead="Everyone who can sign in." actions={create} />
      <ItemList
        label="Users"
        pages={pages}
        keyOf={(user) => user.id}
        empty={
          isNarrow
            ? {
                title: 'No user matches',
                hint: 'Search for a part of an e-mail address, present or former, a user name or a name.',
              }
            : { title: 'No users yet', hint: 'Create the first user.', action: create }
        }
        filters={
          <>
            <ListFilters
              filters={filters}
              searches="E-mail, user name or name"
              kinds={{ label: 'Role', width: 130 }}
              totals={totals && { all: totals.users, disabled: totals.disabled_users }}
            />
            <UsersAtOnce users={atOnce} done={setChosen} />
          </>
        }
        columns={[
          {
            label: 'Choose',
            width: 76,
            cell: ({ id, email }) =>
              id === me?.id ? null : (
                <Checkbox
                  aria-label={`Choose ${email}`}
                  checked={chosen.includes(id)}
                  onChange={({ currentTarget: { checked } }) => {
                    setChosen((before) => (checked ? [...before, id] : before.filter((other) => other !== id)));
                  }}
                />
              ),
          },
          {
            label: 'User',
            cell: ({ id, email, name, username, former_emails }) => (
              <>
                <Anchor
                  component={Link}
                  to={`/admin/users/${id}`}
                  fw={600}
                  size="sm"
                  truncate
                  display="block"
                  title={email}
                >
                  {email}
                </Anchor>
                <Text size="xs" c="dimmed" truncate>
                  {[name, username].filter((each) => each !== null).join(' · ')}
                </Text>
                <Formerly addresses={former_emails} searched={q} />
              </>
            ),
          },
          {
            label: 'Role',
            width: 112,
            cell: ({ role: its }) => <Badge variant={its === 'admin' ? 'filled' : 'default'}>{its}</Badge>,
          },
          {
            label: 'State',
            width: 92,
            cell: (user) => (user.disabled ? <Badge color="red">disabled</Badge> : 'enabled'),
          },
          {
            label: 'Factors',
            width: '14%',
            spare: true,
            cell: ({ second_factors }) => (
              <Group gap={4}>
                {second_factors.length === 0
                  ? 'password only'
                  : second_factors.map((factor) => (
                      <Badge key={factor} variant="default" tt="none">
                        {FACTORS[factor] ?? factor}
                      </Badge>
                    ))}
              </Group>
            ),
          },
          {
            label: 'Last sign-in',
            width: 124,
            cell: ({ last_sign_in_at }) => <Moment at={last_sign_in_at} />,
          },
          { label: 'Created', width: 142, spare: true, cell: ({ created_at }) => <Moment at={created_at} /> },
        ]}
      />
    </>
  );
}

/** Says why a search found a user by an address that they have no more. */
function Formerly({ addresses, searched }: { addresses: readonly string[]; searched: string | undefined }) {
  const found = searched === undefined ? undefined : formerlyOf(addresses, searched);
  return found === undefined ? null : (
    <Text size="xs" c="dimmed" truncate title={found}>
      formerly {found}
    </Text>
  );
}

const FACTORS: Readonly<Record<string, string>> = { otp: 'authenticator', passkey: 'passkey', webauthn: 'passkey' };
