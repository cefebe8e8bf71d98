import { Anchor, Badge, Button, Text } from '@mantine/core';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import { useTotals } from '../api/totals';
import { ItemList } from '../kit/item-list';
import { ListFilters, useListFilters } from '../kit/list-filters';
import { MadeBy } from '../kit/made-by';
import { Moment } from '../kit/moment';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';

const CHOICES = {
  kind: { name: 'type', values: ['confidential', 'public'] },
  sorts: [
    { value: 'newest', label: 'Newest first' },
    { value: 'name', label: 'By name' },
  ],
} as const;

export function AllApplications() {
  const filters = useListFilters(CHOICES);
  const { q, kind, disabled, sort, isNarrow } = filters;
  const totals = useTotals();
  const query = { q, type: kind, disabled, sort };
  const pages = usePages(['applications', 'all', query], (cursor) =>
    answerOf(api.GET('/api/v1/applications', { params: { query: { ...query, cursor } } })),
  );
  const create = (
    <Button component={Link} to="/account/applications/new">
      New application
    </Button>
  );
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
          <ListFilters
            filters={filters}
            searches="Name or Client ID"
            kinds={{ label: 'Type', width: 140 }}
            totals={totals && { all: totals.applications, disabled: totals.disabled_applications }}
          />
        }
        columns={[
          {
            label: 'Application',
            width: '22%',
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
                <Anchor
                  component={Link}
                  to={`/admin/users/${owner_id}`}
                  size="sm"
                  truncate
                  display="block"
                  title={owner_name ?? undefined}
                >
                  {owner_name ?? owner_id}
                </Anchor>
              ),
          },
          {
            label: 'Type',
            width: 108,
            spare: true,
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
            width: 92,
            cell: (application) => (application.disabled ? <Badge color="red">disabled</Badge> : 'enabled'),
          },
          { label: 'Last use', width: 112, cell: ({ last_used_on }) => last_used_on ?? '–' },
          { label: 'Created', width: 126, spare: true, cell: ({ created_at }) => <Moment at={created_at} /> },
        ]}
      />
    </>
  );
}
