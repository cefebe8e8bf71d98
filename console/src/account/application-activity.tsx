import { Anchor, Group, List, Paper, Select, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { BarList } from '../admin/bar-list';
import { Comparison, comparedIn } from '../admin/comparison';
import { stepsOf } from '../admin/steps';
import { wayOf } from '../admin/ways';
import { answerOf, api } from '../api/client';
import type { Application, ApplicationEvent, ApplicationUsage } from '../api/resources';
import { useMe } from '../api/session';
import { CopyableId } from '../kit/copyable-id';
import { ItemList } from '../kit/item-list';
import { Loaded } from '../kit/loaded';
import { Moment } from '../kit/moment';
import { usePages } from '../kit/pages-of';
import { WhatHappened } from '../kit/what-happened';

/** How an application is used, and why it was refused: for its owner, without the people who use it. */
export function ApplicationActivity({ application }: { application: Application }) {
  const { data: me } = useMe();
  const params = { path: { id: application.id } };
  const usage = useQuery({
    queryKey: ['applications', 'usage', application.id],
    queryFn: () => answerOf(api.GET('/api/v1/applications/{id}/usage', { params })),
  });
  return (
    <Stack gap="lg">
      <Loaded query={usage}>{(data) => <Usage usage={data} />}</Loaded>
      <section aria-labelledby="application-log">
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h4" id="application-log">
            Log
          </Title>
          {me?.role === 'admin' ? (
            <Anchor component={Link} size="sm" to={`/admin/audit?q=${encodeURIComponent(application.client_id)}`}>
              With people and addresses: in the audit trail
            </Anchor>
          ) : null}
        </Group>
        <Log application={application} />
      </section>
    </Stack>
  );
}

function Usage({ usage }: { usage: ApplicationUsage }) {
  const { tokens_by_grant, discouraged, last_used_on } = usage;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <BarList
        title="Tokens by grant, in 30 days"
        items={tokens_by_grant.map(({ grant, count }) => ({ name: grantName(grant), count }))}
        empty="It was issued no token in this time."
      />
      <Paper component="section" withBorder p="md" aria-label="Last use">
        <Title order={2} size="h5" mb="xs">
          Last use
        </Title>
        <Text size="sm">{last_used_on === null ? 'Not in the last 30 days.' : `The last token: ${last_used_on}.`}</Text>
        <Title order={3} size="h6" mt="md" mb="xs">
          Ways in that are better retired
        </Title>
        {discouraged.length === 0 ? (
          <Text size="sm" c="dimmed">
            It uses none of them.
          </Text>
        ) : (
          <Table className="list" aria-label="Ways in that are better retired">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Way</Table.Th>
                <Table.Th>Times</Table.Th>
                <Table.Th>Last</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {discouraged.map(({ what, count, last_day }) => (
                <Table.Tr key={what}>
                  <Table.Td data-label="Way">{wayOf(what)}</Table.Td>
                  <Table.Td data-label="Times">{count.toLocaleString('en')}</Table.Td>
                  <Table.Td data-label="Last">{last_day}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Paper>
    </SimpleGrid>
  );
}

function grantName(grant: string): string {
  return grant.replace('urn:ietf:params:oauth:grant-type:', '').replaceAll(/[_-]/g, ' ');
}

type Outcome = 'success' | 'refused';

function Log({ application }: { application: Application }) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const path = { id: application.id };
  const pages = usePages(['applications', 'log', application.id, outcome], (cursor) =>
    answerOf(
      api.GET('/api/v1/applications/{id}/events', {
        params: { path, query: { cursor, limit: 20, outcome: outcome ?? undefined } },
      }),
    ),
  );
  return (
    <ItemList
      label="Log"
      pages={pages}
      dense
      keyOf={(event) => event.id}
      empty={{
        title: outcome === null ? 'Nothing happened yet' : 'Nothing of this kind happened',
        hint: 'Sign-ins, changes and refusals of the application are listed here, refusals with their steps.',
      }}
      filters={
        <Select
          label="Show"
          placeholder="Everything"
          clearable
          data={[
            { value: 'refused', label: 'Refusals' },
            { value: 'success', label: 'What was done' },
          ]}
          value={outcome}
          onChange={(value) => {
            setOutcome(value);
          }}
          w={200}
        />
      }
      detail={(event) => <Details event={event} application={application} />}
      columns={[
        { label: 'When', width: 150, cell: ({ at }) => <Moment at={at} /> },
        { label: 'What', cell: WhatHappened },
        { label: 'By', width: '20%', cell: ({ by }) => BY[by] },
      ]}
    />
  );
}

const BY: Readonly<Record<ApplicationEvent['by'], string>> = {
  you: 'you',
  application: 'the application',
  another: 'another',
  system: 'the server',
};

function Details({ event, application }: { event: ApplicationEvent; application: Application }) {
  const steps = stepsOf(event);
  const compared = comparedIn(event);
  const fields = Array.isArray(event.details?.fields) ? event.details.fields.map(String) : [];
  return (
    <Stack gap="xs" py="xs">
      {event.request_id === null ? null : <CopyableId id={event.request_id} label="Request id" />}
      {typeof event.details?.api_key === 'string' && <CopyableId id={event.details.api_key} label="API key" />}
      {event.reason === null ? null : (
        <Text size="sm" className="anywhere">
          {event.reason}
        </Text>
      )}
      {fields.length === 0 ? null : <Text size="sm">Changed: {fields.join(', ')}</Text>}
      {steps.length === 0 ? null : (
        <List size="sm" type="ordered" aria-label="The decision, step by step">
          {steps.map(({ check, outcome, note }) => (
            <List.Item key={check} fw={outcome === 'failed' ? 700 : undefined}>
              {check}: {OUTCOMES[outcome]}
              {note === undefined ? null : <span className="anywhere">{` — ${note}`}</span>}
            </List.Item>
          ))}
        </List>
      )}
      {compared === undefined ? null : (
        <Comparison event={{ at: event.at, reason: event.reason, application }} compared={compared} />
      )}
    </Stack>
  );
}

const OUTCOMES = { passed: 'passed', failed: 'refused here', not_reached: 'not reached' } as const;
