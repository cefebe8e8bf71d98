import { Button, Select, SimpleGrid, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useSearchParams } from 'react-router';
import { answerOf, api } from '../api/client';
import { Problem } from '../api/problem';
import { base } from '../base';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';
import { EventList } from './event-list';

const FILTERS = [
  ['action', 'Action', 'user.disable'],
  ['actor', 'Who', 'user id or client_id'],
  ['target', 'To what', 'its id'],
  ['client_id', 'Client ID', ''],
  ['ip', 'Address or network', '203.0.113.0/24'],
  ['request_id', 'Request', 'request id'],
] as const;

type Filter = (typeof FILTERS)[number][0] | 'outcome' | 'from' | 'to';

/** The filters stand in the address: the result can be sent to a colleague. */
export function Audit() {
  const [address, setAddress] = useSearchParams();
  const [settled] = useDebouncedValue(address.toString(), 300);
  const query = queryOf(new URLSearchParams(settled));
  const follow = address.get('follow') === '1';
  const pages = usePages(
    ['audit-events', settled],
    (cursor) => answerOf(api.GET('/api/v1/audit-events', { params: { query: { ...query, cursor } } })),
    { every: follow ? 2000 : undefined },
  );
  const faults = pages.error instanceof Problem ? pages.error.faults : [];
  const faultOf = (name: Filter) => faults.find(({ field }) => field === name)?.message;
  const set = (name: Filter | 'follow', value: string) => {
    setAddress(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === '') after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  };
  return (
    <>
      <PageHead
        title="Audit trail"
        lead="Every change and every refusal, newest first."
        actions={
          <Button
            component="a"
            variant="default"
            href={`${base}/api/v1/audit-events/export?${new URLSearchParams(query).toString()}`}
            download
          >
            Export as NDJSON
          </Button>
        }
      />
      <SimpleGrid cols={{ base: 2, xs: 3, lg: 5 }} mb="md" spacing="sm" verticalSpacing="sm">
        <Select
          label="Outcome"
          placeholder="Any"
          clearable
          data={['success', 'refused']}
          value={address.get('outcome')}
          onChange={(value) => {
            set('outcome', value ?? '');
          }}
        />
        {FILTERS.map(([name, label, placeholder]) => (
          <TextInput
            key={name}
            label={label}
            placeholder={placeholder}
            error={faultOf(name)}
            value={address.get(name) ?? ''}
            onChange={(event) => {
              set(name, event.currentTarget.value);
            }}
          />
        ))}
        <TextInput
          label="From"
          type="datetime-local"
          className="whole-row"
          error={faultOf('from')}
          value={address.get('from') ?? ''}
          onChange={(event) => {
            set('from', event.currentTarget.value);
          }}
        />
        <TextInput
          label="To"
          type="datetime-local"
          className="whole-row"
          error={faultOf('to')}
          value={address.get('to') ?? ''}
          onChange={(event) => {
            set('to', event.currentTarget.value);
          }}
        />
        <Switch
          className="at-end"
          label="Follow live"
          checked={follow}
          onChange={(event) => {
            set('follow', event.currentTarget.checked ? '1' : '');
          }}
        />
      </SimpleGrid>
      <EventList
        pages={pages}
        empty={{
          title: 'Nothing matches',
          hint: 'Loosen the filters: every word must be exactly what the event says.',
        }}
      />
    </>
  );
}

function queryOf(
  address: URLSearchParams,
): Partial<Record<Exclude<Filter, 'outcome'>, string>> & { outcome?: 'success' | 'refused' } {
  const query: Record<string, string> = {};
  for (const [name, value] of address) {
    const text = value.trim();
    if (name === 'follow' || text === '') continue;
    query[name] = name === 'from' || name === 'to' ? instantOf(text) : text;
  }
  return query;
}

/** The browser's time as the server reads it; an invalid time is sent for the server to refuse. */
function instantOf(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
}
