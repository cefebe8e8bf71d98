import { Select, Text, TextInput } from '@mantine/core';
import { useAddressFilters } from './address-filters';

/** `true` and `false` as the API takes them in a query. */
const STATES = [
  { value: 'false', label: 'enabled' },
  { value: 'true', label: 'disabled' },
] as const;

interface Choices<Name extends string, Kind extends string, Sort extends string> {
  /** As the API calls it. */
  kind: { name: Name; values: readonly Kind[] };
  /** The first is the order of a list until another is chosen. */
  sorts: readonly [SortChoice<Sort>, ...SortChoice<Sort>[]];
}

interface SortChoice<Sort extends string> {
  value: Sort;
  label: string;
}

/** What a list is narrowed by and sorted by, from the address. A value that the list does not know counts as none. */
export function useListFilters<Name extends string, Kind extends string, Sort extends string>({
  kind,
  sorts,
}: Choices<Name, Kind, Sort>) {
  const { settled, valueOf, set } = useAddressFilters<'q' | 'disabled' | 'sort' | Name>();
  const q = settled.get('q')?.trim() ?? '';
  const narrowed = {
    q: q === '' ? undefined : q,
    kind: kind.values.find((value) => value === settled.get(kind.name)),
    disabled: STATES.find(({ value }) => value === settled.get('disabled'))?.value,
  };
  const sort = (sorts.find(({ value }) => value === settled.get('sort')) ?? sorts[0]).value;
  const isNarrow = Object.values(narrowed).some((value) => value !== undefined);
  return { ...narrowed, sort, isNarrow, fields: { kind, sorts, valueOf, set } };
}

interface ListFiltersProps<Name extends string, Kind extends string, Sort extends string> {
  filters: ReturnType<typeof useListFilters<Name, Kind, Sort>>;
  /** What the search looks through. */
  searches: string;
  kinds: { label: string; width: number };
  totals: { all: number; disabled: number } | undefined;
}

/** The fields above a list that is searched, filtered and sorted by the API. */
export function ListFilters<Name extends string, Kind extends string, Sort extends string>({
  filters: {
    fields: { kind, sorts, valueOf, set },
  },
  searches,
  kinds,
  totals,
}: ListFiltersProps<Name, Kind, Sort>) {
  return (
    <>
      <TextInput
        type="search"
        label="Search"
        placeholder={searches}
        w={{ base: '100%', xs: 240 }}
        value={valueOf('q')}
        onChange={(event) => {
          set('q', event.currentTarget.value);
        }}
      />
      <Select
        label={kinds.label}
        placeholder="Any"
        clearable
        data={kind.values}
        value={valueOf(kind.name) || null}
        onChange={(value) => {
          set(kind.name, value ?? '');
        }}
        w={kinds.width}
      />
      <Select
        label="State"
        placeholder="Any"
        clearable
        data={STATES}
        value={valueOf('disabled') || null}
        onChange={(value) => {
          set('disabled', value ?? '');
        }}
        w={130}
      />
      <Select
        label="Order"
        allowDeselect={false}
        data={sorts}
        value={valueOf('sort') === '' ? sorts[0].value : valueOf('sort')}
        onChange={(value) => {
          set('sort', value === sorts[0].value ? '' : (value ?? ''));
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
