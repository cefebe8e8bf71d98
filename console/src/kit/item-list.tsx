import { ActionIcon, Button, Group, Paper, Stack, Table, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { isGone } from '../api/problem';
import { Failure } from './failure';
import type { Pages } from './pages-of';
import { Waiting } from './waiting';

export interface Column<T> {
  label: string;
  cell: (row: T) => ReactNode;
  /** Of the table, such as `20%`. Where columns have widths, long texts are cut short. */
  width?: string | number;
  align?: 'right';
  /** Left out of a narrow table, as beside the navigation of a small window; cards on a phone have it. */
  spare?: boolean;
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
  /** On a phone a row shows the columns What, When and Who. The rest is in the detail. */
  dense?: boolean;
  /** What a row shows on demand, beneath it. */
  detail?: (row: T) => ReactNode;
}

/** A list of the API: searched, paged, and with something to do when it is empty. */
export function ItemList<T>({ label, pages, columns, keyOf, textOf, empty, filters, detail, dense }: ItemListProps<T>) {
  const [search, setSearch] = useState('');
  const { rows, isPending, error, hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const wanted = search.trim().toLowerCase();
  const shown =
    wanted === '' || textOf === undefined ? rows : rows.filter((row) => textOf(row).toLowerCase().includes(wanted));

  useEffect(() => {
    // the item may be on a page that is not loaded yet
    if (wanted !== '' && hasNextPage && !isFetchingNextPage && error === null) void fetchNextPage();
  }, [wanted, hasNextPage, isFetchingNextPage, error, fetchNextPage]);

  const retry = () => void pages.refetch();
  if (error !== null && (rows.length === 0 || isGone(error))) return <Failure error={error} retry={retry} />;
  const searchable = textOf !== undefined && (rows.length > 0 || search !== '');
  return (
    <Stack gap="sm">
      {error === null ? null : (
        <Failure error={error} title="This could not be loaded. Below is what was loaded before" retry={retry} />
      )}
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
      <Paper withBorder p={0} className="list-frame">
        {isPending ? (
          <Waiting label={`Loading ${label}`} />
        ) : shown.length === 0 ? (
          <Nothing
            {...(rows.length === 0 ? empty : { title: 'Nothing matches', hint: `Nothing here contains “${search}”.` })}
          />
        ) : (
          <Table.ScrollContainer minWidth={0} type="native">
            <Table
              className={[
                'list',
                ...(columns.some(({ width }) => width !== undefined) ? ['fixed'] : []),
                ...(dense === true ? ['dense'] : []),
              ].join(' ')}
              verticalSpacing="xs"
              horizontalSpacing="sm"
              highlightOnHover
              aria-label={label}
            >
              <Table.Thead>
                <Table.Tr>
                  {columns.map((column) => (
                    <Table.Th
                      key={column.label}
                      scope="col"
                      w={column.width}
                      ta={column.align}
                      className={column.spare === true ? 'spare' : undefined}
                    >
                      {column.label === '' ? <VisuallyHidden>What can be done</VisuallyHidden> : column.label}
                    </Table.Th>
                  ))}
                  {detail === undefined ? null : (
                    <Table.Th scope="col" w={56}>
                      <VisuallyHidden>Details</VisuallyHidden>
                    </Table.Th>
                  )}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {shown.map((row) => (
                  <Row key={keyOf(row)} row={row} columns={columns} detail={detail} />
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

function Row<T>({ row, columns, detail }: Pick<ItemListProps<T>, 'columns' | 'detail'> & { row: T }) {
  const [opened, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <>
      <Table.Tr>
        {columns.map((column) => (
          <Table.Td
            key={column.label}
            data-label={column.label}
            ta={column.align}
            className={column.label === '' ? 'acts' : column.spare === true ? 'spare' : undefined}
          >
            <div>{column.cell(row)}</div>
          </Table.Td>
        ))}
        {detail === undefined ? null : (
          <Table.Td data-label="Details">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Details"
              aria-expanded={opened}
              aria-controls={opened ? id : undefined}
              onClick={toggle}
            >
              {opened ? <IconChevronUp size={18} aria-hidden /> : <IconChevronDown size={18} aria-hidden />}
            </ActionIcon>
          </Table.Td>
        )}
      </Table.Tr>
      {opened && detail !== undefined ? (
        <Table.Tr id={id} className="details">
          <Table.Td colSpan={columns.length + 1}>{detail(row)}</Table.Td>
        </Table.Tr>
      ) : null}
    </>
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
