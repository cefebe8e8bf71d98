import { Anchor, Badge, Button, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import { useTotals } from '../api/totals';
import { ItemList } from '../kit/item-list';
import { MadeBy } from '../kit/made-by';
import { Moment } from '../kit/moment';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';

type Type = 'confidential' | 'public';
type State = 'true' | 'false';
type Sort = 'newest' | 'name';

const SORTS = [
  { value: 'newest', label: 'Newest first' },
  { value: 'name', label: 'By name' },
] as const;

export function AllApplications() {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const [type, setType] = useState<Type | null>(null);
  const [disabled, setDisabled] = useState<State | null>(null);
  const [sort, setSort] = useState<Sort>('newest');
  const totals = useTotals();
  const query = { q: q === '' ? undefined : q, type: type ?? undefined, disabled: disabled ?? undefined, sort };
  const pages = usePages(['applications', 'all', query], (cursor) =>
    answerOf(api.GET('/api/v1/applications', { params: { query: { ...query, cursor } } })),
  );
  const create = (
    <Button component={Link} to="/account/applications/new">
      New application
    </Button>
  );
  const isNarrow = q !== '' || type !== null || disabled !== null;
  return (
    <>
      <PageHead
        title="All applications"
        lead="Everyone’s applications, and the documented ways to sign in, which can be limited and disabled like any other."
        actions={create}
      />
      <ItemList
        label="Applications"
        pages={pages}
        keyOf={(application) => application.id}
        empty={
          isNarrow
            ? { title: 'No application matches', hint: 'Search for a part of a name, or for a whole Client ID.' }
            : { title: 'No application yet', hint: 'Create the first one.', action: create }
        }
        filters={
          <>
            <TextInput
              type="search"
              label="Search"
              placeholder="Name or Client ID"
              w={{ base: '100%', xs: 240 }}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
              }}
            />
            <Select
              label="Type"
              placeholder="Any"
              clearable
              data={['confidential', 'public']}
              value={type}
              onChange={(value) => {
                setType(value);
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
              w={130}
            />
            <Select
              label="Order"
              allowDeselect={false}
              data={SORTS}
              value={sort}
              onChange={(value) => {
                if (value !== null) setSort(value);
              }}
              w={150}
            />
            {totals === undefined ? null : (
              <Text size="sm" c="dimmed" mb={8}>
                {totals.applications.toLocaleString('en')} in all, {totals.disabled_applications.toLocaleString('en')}{' '}
                disabled
              </Text>
            )}
          </>
        }
        columns={[
          {
            label: 'Application',
            width: '26%',
            cell: ({ id, name, client_id, made_by }) => (
              <>
                <Anchor component={Link} to={`/account/applications/${id}`} fw={600} size="sm" truncate display="block">
                  <bdi>{name}</bdi>
                </Anchor>
                <Text size="xs" c="dimmed" ff="monospace" truncate title={client_id}>
                  {client_id}
                </Text>
                <MadeBy by={made_by} />
              </>
            ),
          },
          {
            label: 'Owner',
            cell: ({ owner_id, owner_name }) =>
              owner_id === null ? (
                '–'
              ) : (
                <Anchor component={Link} to={`/admin/users/${owner_id}`} size="sm" truncate display="block">
                  {owner_name ?? owner_id}
                </Anchor>
              ),
          },
          {
            label: 'Type',
            width: 116,
            cell: ({ type: its, built_in }) => (built_in ? 'sign-in API' : its),
          },
          {
            label: 'Brand',
            cell: ({ brand_name }) => (
              <Text size="sm" truncate title={brand_name ?? undefined}>
                {brand_name ?? '–'}
              </Text>
            ),
          },
          {
            label: 'State',
            width: 120,
            cell: (application) => (application.disabled ? <Badge color="red">disabled</Badge> : 'enabled'),
          },
          { label: 'Last use', width: 124, cell: ({ last_used_on }) => last_used_on ?? '–' },
          { label: 'Created', width: 142, cell: ({ created_at }) => <Moment at={created_at} /> },
        ]}
      />
    </>
  );
}
