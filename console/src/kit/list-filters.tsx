import { Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';

/** `true` and `false` as the API takes them in a query. */
type State = 'true' | 'false';

/** What a list is narrowed by and sorted by. */
export function useListFilters<Kind extends string, Sort extends string>(first: Sort) {
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 250);
  const [kind, setKind] = useState<Kind | null>(null);
  const [disabled, setDisabled] = useState<State | null>(null);
  const [sort, setSort] = useState<Sort>(first);
  return {
    ...{ typed, setTyped, kind, setKind, disabled, setDisabled, sort, setSort },
    q: text === '' ? undefined : text,
    isNarrow: text !== '' || kind !== null || disabled !== null,
  };
}

interface ListFiltersProps<Kind extends string, Sort extends string> {
  filters: ReturnType<typeof useListFilters<Kind, Sort>>;
  /** What the search looks through. */
  searches: string;
  kinds: { label: string; values: readonly Kind[]; width: number };
  sorts: readonly { value: Sort; label: string }[];
  totals: { all: number; disabled: number } | undefined;
}

/** The fields above a list that is searched, filtered and sorted by the API. */
export function ListFilters<Kind extends string, Sort extends string>({
  filters,
  searches,
  kinds,
  sorts,
  totals,
}: ListFiltersProps<Kind, Sort>) {
  return (
    <>
      <TextInput
        type="search"
        label="Search"
        placeholder={searches}
        w={{ base: '100%', xs: 240 }}
        value={filters.typed}
        onChange={(event) => {
          filters.setTyped(event.currentTarget.value);
        }}
      />
      <Select
        label={kinds.label}
        placeholder="Any"
        clearable
        data={kinds.values}
        value={filters.kind}
        onChange={filters.setKind}
        w={kinds.width}
      />
      <Select
        label="State"
        placeholder="Any"
        clearable
        data={[
          { value: 'false', label: 'enabled' },
          { value: 'true', label: 'disabled' },
        ]}
        value={filters.disabled}
        onChange={filters.setDisabled}
        w={130}
      />
      <Select
        label="Order"
        allowDeselect={false}
        data={sorts}
        value={filters.sort}
        onChange={(value) => {
          if (value !== null) filters.setSort(value);
        }}
        w={150}
      />
      {totals === undefined ? null : (
        <Text size="sm" c="dimmed" mb={8}>
          {totals.all.toLocaleString('en')} in all, {totals.disabled.toLocaleString('en')} disabled
        </Text>
      )}
    </>
  );
}
