import { Anchor, Group, Paper, SegmentedControl, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import type { Statistics } from '../api/resources';
import { Loaded } from '../kit/loaded';
import { PageHead } from '../kit/page-head';
import { BarList } from './bar-list';
import { DayChart } from './day-chart';
import { FirstSteps } from './first-steps';
import { MailStatus } from './mail-status';
import { UpgradeNotices } from './upgrade-notices';
import { wayOf } from './ways';

export function Dashboard() {
  const [days, setDays] = useState('30');
  const query = useQuery({
    queryKey: ['statistics', days],
    refetchInterval: 60_000,
    queryFn: () => answerOf(api.GET('/api/v1/statistics', { params: { query: { days: Number(days) } } })),
  });
  return (
    <>
      <PageHead
        title="Dashboard"
        actions={
          <SegmentedControl
            aria-label="How many days"
            value={days}
            onChange={setDays}
            data={[
              { value: '7', label: '7 days' },
              { value: '30', label: '30 days' },
              { value: '90', label: '90 days' },
            ]}
          />
        }
      />
      <FirstSteps />
      <UpgradeNotices />
      <MailStatus />
      <Loaded query={query}>{(statistics) => <Charts statistics={statistics} />}</Loaded>
    </>
  );
}

function Charts({ statistics }: { statistics: Statistics }) {
  const { days, tokens_by_grant, refusals_by_reason } = statistics;
  const sum = (of: (day: Statistics['days'][number]) => number) => days.reduce((total, day) => total + of(day), 0);
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Figure label="Active sign-ins now" value={days.at(-1)?.active_sign_ins ?? 0} />
        <Figure label="Sign-ins" value={sum(({ sign_ins }) => sign_ins)} />
        <Figure label="Refusals" value={sum(({ refusals }) => refusals)} />
        <Figure label="Replays" value={sum(({ replays }) => replays)} alarming />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <DayChart title="Sign-ins" days={days} series={[{ key: 'sign_ins', label: 'Sign-ins', color: 'blue-7' }]} />
        <DayChart
          title="Active sign-ins"
          days={days}
          series={[{ key: 'active_sign_ins', label: 'Active sign-ins', color: 'teal-7' }]}
        />
        <DayChart title="Refusals" days={days} series={[{ key: 'refusals', label: 'Refusals', color: 'orange-7' }]} />
        <DayChart
          title="Refresh retries and replays"
          days={days}
          series={[
            { key: 'refresh_retries', label: 'Retries', color: 'cyan-6' },
            { key: 'replays', label: 'Replays', color: 'red-7' },
          ]}
        />
        <BarList
          title="Tokens by grant"
          items={tokens_by_grant.map(({ grant, count }) => ({ name: grant.replaceAll('_', ' '), count }))}
          empty="No token was issued in this time."
        />
        <BarList
          title="Refusals by reason"
          items={refusals_by_reason.map(({ reason, count }) => ({ name: reason.replaceAll('_', ' '), count }))}
          empty="Nothing was refused in this time."
        />
      </SimpleGrid>
      <Discouraged uses={statistics.discouraged} />
    </Stack>
  );
}

function Figure({ label, value, alarming = false }: { label: string; value: number; alarming?: boolean }) {
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={28} fw={700} c={alarming && value > 0 ? 'red' : undefined}>
        {value.toLocaleString('en')}
      </Text>
    </Paper>
  );
}

function Discouraged({ uses }: { uses: Statistics['discouraged'] }) {
  return (
    <Paper component="section" withBorder p="md" aria-labelledby="discouraged">
      <Title order={2} size="h5" id="discouraged">
        Ways in that are better retired
      </Title>
      {uses.length === 0 ? (
        <Text size="sm" c="dimmed" mt="xs">
          The password grant, a key in the URL and a code without PKCE were not used.
        </Text>
      ) : (
        <Table className="list" mt="xs" aria-labelledby="discouraged">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Who</Table.Th>
              <Table.Th>Way</Table.Th>
              <Table.Th>Times</Table.Th>
              <Table.Th>Last</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {uses.map(({ what, subject, name, application_id, count, last_day }) => (
              <Table.Tr key={`${what} ${subject}`}>
                <Table.Td data-label="Who">
                  <Group gap="xs">
                    {application_id === null ? (
                      <Text size="sm">{name ?? subject}</Text>
                    ) : (
                      <Anchor component={Link} to={`/account/applications/${application_id}`} size="sm">
                        {name ?? subject}
                      </Anchor>
                    )}
                  </Group>
                </Table.Td>
                <Table.Td data-label="Way">{wayOf(what)}</Table.Td>
                <Table.Td data-label="Times">{count.toLocaleString('en')}</Table.Td>
                <Table.Td data-label="Last">{last_day}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
