import { Anchor, Badge, Button, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import { ItemList } from '../kit/item-list';
import { Moment } from '../kit/moment';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';

type State = 'true' | 'false' | null;

export function Users() {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const [role, setRole] = useState<'admin' | 'member' | null>(null);
  const [disabled, setDisabled] = useState<State>(null);
  const query = { q: q === '' ? undefined : q, role: role ?? undefined, disabled: disabled ?? undefined };
  const pages = usePages(['users', query], (cursor) =>
    answerOf(api.GET('/api/v1/users', { params: { query: { ...query, cursor } } })),
  );
  const create = (
    <Button component={Link} to="/admin/users/new">
      New user
    </Button>
  );
  const filtered = q !== '' || role !== null || disabled !== null;
  return (
    <>
      <PageHead title="Users" lead="Everyone who can sign in." actions={create} />
      <ItemList
        label="Users"
        pages={pages}
        keyOf={(user) => user.id}
        empty={
          filtered
            ? { title: 'No user matches', hint: 'Search for a part of an e-mail address, a user name or a name.' }
            : { title: 'No users yet', hint: 'Create the first user.', action: create }
        }
        filters={
          <>
            <TextInput
              type="search"
              label="Search"
              placeholder="E-mail, user name or name"
              w={{ base: '100%', xs: 260 }}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
              }}
            />
            <Select
              label="Role"
              placeholder="Any"
              clearable
              data={['admin', 'member']}
              value={role}
              onChange={(value) => {
                setRole(value);
              }}
              w={140}
            />
            <Select
              label="State"
              placeholder="Any"
              clearable
              data={[
                { value: 'false', label: 'enabled' },
                { value: 'true', label: 'disabled' },
              ]}
              value={disabled}
              onChange={(value) => {
                setDisabled(value);
              }}
              w={140}
            />
          </>
        }
        columns={[
          {
            label: 'User',
            cell: ({ id, email, name }) => (
              <>
                <Anchor component={Link} to={`/admin/users/${id}`} fw={600}>
                  {email}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {name}
                </Text>
              </>
            ),
          },
          { label: 'User name', cell: ({ username }) => username ?? '–' },
          {
            label: 'Role',
            cell: ({ role: its }) => <Badge variant={its === 'admin' ? 'filled' : 'default'}>{its}</Badge>,
          },
          { label: 'State', cell: (user) => (user.disabled ? <Badge color="red">disabled</Badge> : 'enabled') },
          { label: 'Created', cell: ({ created_at }) => <Moment at={created_at} /> },
        ]}
      />
    </>
  );
}
