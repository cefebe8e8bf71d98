import { Button, Center, Group, Loader, Paper, Stack, Table, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { Failure } from './failure';
import type { Pages } from './pages-of';

export interface Column<T> {
  label: string;
  cell: (row: T) => ReactNode;
}

interface ItemListProps<T> {
  /** What these are, for those who cannot see the page around it. */
  label: string;
  pages: Pages<T>;
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
  /** What a search looks through. Left out: the list is searched by filters of its own. */
  textOf?: (row: T) => string;
  empty: { title: string; hint: ReactNode; action?: ReactNode };
  filters?: ReactNode;
}

/** A list of the API: searched, paged, and with something to do when it is empty. */
export function ItemList<T>({ label, pages, columns, keyOf, textOf, empty, filters }: ItemListProps<T>) {
  const [search, setSearch] = useState('');
  const { rows, isPending, error, hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const wanted = search.trim().toLowerCase();
  const shown =
    wanted === '' || textOf === undefined ? rows : rows.filter((row) => textOf(row).toLowerCase().includes(wanted));

  useEffect(() => {
    // the item may be on a page that is not loaded yet
    if (wanted !== '' && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [wanted, hasNextPage, isFetchingNextPage, fetchNextPage]);

  if (error !== null) return <Failure error={error} retry={() => void pages.refetch()} />;
  const searchable = textOf !== undefined && (rows.length > 0 || search !== '');
  return (
    <Stack gap="sm">
      {searchable || filters !== undefined ? (
        <Group align="flex-end" gap="sm">
          {searchable ? (
            <TextInput
              type="search"
              aria-label={`Search ${label}`}
              placeholder="Search"
              value={search}
              onChange={(event) => {
                setSearch(event.currentTarget.value);
              }}
              w={{ base: '100%', xs: 260 }}
            />
          ) : null}
          {filters}
        </Group>
      ) : null}
      <Paper withBorder p={0} style={{ overflow: 'hidden' }}>
        {isPending ? (
          <Center p="xl">
            <Loader aria-label={`Loading ${label}`} />
          </Center>
        ) : shown.length === 0 ? (
          <Nothing
            {...(rows.length === 0 ? empty : { title: 'Nothing matches', hint: `Nothing here contains “${search}”.` })}
          />
        ) : (
          <Table.ScrollContainer minWidth={0}>
            <Table className="list" verticalSpacing="sm" horizontalSpacing="md" aria-label={label}>
              <Table.Thead>
                <Table.Tr>
                  {columns.map((column) => (
                    <Table.Th key={column.label} scope="col">
                      {column.label === '' ? <VisuallyHidden>What can be done</VisuallyHidden> : column.label}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {shown.map((row) => (
                  <Table.Tr key={keyOf(row)}>
                    {columns.map((column) => (
                      <Table.Td key={column.label} data-label={column.label}>
                        <div>{column.cell(row)}</div>
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Paper>
      {hasNextPage ? (
        <Group justify="center">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

function Nothing({ title, hint, action }: { title: string; hint: ReactNode; action?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" p="xl" ta="center">
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" size="sm" maw="32rem">
        {hint}
      </Text>
      {action}
    </Stack>
  );
}
