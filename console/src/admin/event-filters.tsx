import { Autocomplete, Button, Collapse, Group, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Problem } from '../api/problem';
import { type AddressFilters, useAddressFilters } from '../kit/address-filters';
import { EVENT_WORDS, actionsLike, titleOf } from '../kit/event-words';

/** What an event says word for word. */
const EXACT = [
  ['actor', 'Actor', 'user id or client_id'],
  ['target', 'Target', 'its id'],
  ['client_id', 'Client ID', ''],
] as const;

const NAMES = ['action', ...EXACT.map(([name]) => name)] as const;

const SHOWN = {
  all: { label: 'Everything', query: {} },
  'sign-ins': { label: 'Sign-in attempts', query: { attempt: 'sign-in' } },
  refused: { label: 'Refusals', query: { outcome: 'refused' } },
  'refused-sign-ins': { label: 'Failed sign-ins', query: { attempt: 'sign-in', outcome: 'refused' } },
  done: { label: 'What was done', query: { outcome: 'success' } },
} as const;

type Shown = keyof typeof SHOWN;
type Exact = 'action' | (typeof EXACT)[number][0];
type Filter = Exact | 'q' | 'show' | 'ip' | 'from' | 'to' | 'follow';

export type EventQuery = Partial<Record<Exact | 'q' | 'ip' | 'from' | 'to', string>> & {
  attempt?: 'sign-in';
  outcome?: 'success' | 'refused';
};

export interface EventFiltersState extends Pick<AddressFilters<Filter>, 'valueOf' | 'set'> {
  query: EventQuery;
  /** Whether anything but everything is asked for. */
  isNarrow: boolean;
}

export function useEventFilters(fallback: Shown): EventFiltersState {
  const { settled, valueOf, set } = useAddressFilters<Filter>();
  const query = queryOf(settled, fallback);
  const isNarrow = Object.keys(query).length > Object.keys(SHOWN[fallback].query).length;
  return { query, isNarrow, valueOf, set };
}

interface EventFiltersProps {
  filters: EventFiltersState;
  shown: readonly [Shown, ...Shown[]];
  error: unknown;
  children?: ReactNode;
}

/** One field for what people know; the exact ones on demand. */
export function EventFilters({ filters: { valueOf, set }, shown, error, children }: EventFiltersProps) {
  const [more, { toggle }] = useDisclosure(NAMES.some((name) => valueOf(name) !== ''));
  const faults = error instanceof Problem ? error.faults : [];
  const shownBy = (name: Filter) => ({
    error: faults.find((fault) => fault.field === name)?.message,
    value: valueOf(name),
  });
  const field = (name: Filter) => ({
    ...shownBy(name),
    onChange: (event: { currentTarget: { value: string } }) => {
      set(name, event.currentTarget.value);
    },
  });
  return (
    <search>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm" verticalSpacing="sm">
        <TextInput
          type="search"
          className="search"
          label="Search"
          placeholder="E-mail, name, application, action or id"
          {...field('q')}
        />
        <Select
          label="Show"
          data={shown.map((value) => ({ value, label: SHOWN[value].label }))}
          value={valueOf('show') === '' ? shown[0] : valueOf('show')}
          allowDeselect={false}
          onChange={(value) => {
            set('show', value === shown[0] ? '' : (value ?? ''));
          }}
        />
        <TextInput label="IP address" placeholder="203.0.113.0/24" {...field('ip')} />
        <TextInput label="From" type="datetime-local" className="whole-row" {...field('from')} />
        <TextInput label="To" type="datetime-local" className="whole-row" {...field('to')} />
      </SimpleGrid>
      <Group my="sm" justify="space-between">
        <Button variant="subtle" size="compact-sm" aria-expanded={more} onClick={toggle}>
          {more ? 'Fewer filters' : 'More filters'}
        </Button>
        {children}
      </Group>
      <Collapse expanded={more}>
        <SimpleGrid cols={{ base: 2, sm: 4 }} mb="sm" spacing="sm" verticalSpacing="sm">
          <Autocomplete
            label="Action"
            placeholder="user.disable"
            data={Object.keys(EVENT_WORDS)}
            filter={({ options, search }) => {
              const like = actionsLike(search);
              return options.filter((option) => 'value' in option && like.includes(option.value));
            }}
            renderOption={({ option: { value } }) => (
              <div>
                <Text size="sm">{titleOf(value)}</Text>
                <Text size="xs" c="dimmed">
                  {value}
                </Text>
              </div>
            )}
            {...shownBy('action')}
            onChange={(value) => {
              set('action', value);
            }}
          />
          {EXACT.map(([name, label, placeholder]) => (
            <TextInput key={name} label={label} placeholder={placeholder} {...field(name)} />
          ))}
        </SimpleGrid>
      </Collapse>
    </search>
  );
}

function queryOf(address: URLSearchParams, fallback: Shown): EventQuery {
  const query: Record<string, string> = {};
  for (const name of ['q', 'ip', ...NAMES]) {
    const text = address.get(name)?.trim() ?? '';
    if (text !== '') query[name] = text;
  }
  for (const name of ['from', 'to']) {
    const text = address.get(name) ?? '';
    if (text !== '') query[name] = instantOf(text);
  }
  const show = address.get('show') ?? fallback;
  return { ...query, ...(show in SHOWN ? SHOWN[show as Shown] : SHOWN[fallback]).query };
}

/** The browser's time as the server reads it; an invalid time is sent for the server to refuse. */
function instantOf(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
}
