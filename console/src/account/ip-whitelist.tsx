import { Alert, Badge, Button, Code, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api/client';
import { messageOf } from '../api/problem';
import type { WhitelistCheck } from '../api/resources';
import { Loaded } from '../kit/loaded';
import { PageHead } from '../kit/page-head';
import { WhitelistSection } from '../kit/whitelist-section';

export function IpWhitelist() {
  return (
    <>
      <PageHead
        title="IP whitelist"
        lead="Where your account may be used from. Signing in, tokens, keys and this console: all of them must come from an address that is allowed."
      />
      <Stack gap="lg">
        <Check />
        <WhitelistSection of={{ kind: 'own' }} />
      </Stack>
    </>
  );
}

function Check() {
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<string>();
  const own = useCheck(undefined, true);
  const other = useCheck(asked, asked !== undefined);
  return (
    <Paper component="section" withBorder p="md" aria-label="Check an address">
      <Loaded query={own}>
        {({ address, allowed }) => (
          <Group gap="sm">
            <Title order={2} size="h5">
              Your address now
            </Title>
            <Code fz="sm">{address}</Code>
            <Verdict allowed={allowed} />
          </Group>
        )}
      </Loaded>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed.trim() === '' ? undefined : typed.trim());
        }}
      >
        <Group align="flex-end" mt="md" gap="sm">
          <TextInput
            label="Check another address"
            placeholder="203.0.113.7"
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
            }}
          />
          <Button type="submit" variant="default" loading={other.isFetching}>
            Check
          </Button>
        </Group>
      </form>
      {other.error === null || asked === undefined ? null : (
        <Alert color="red" mt="md" role="alert">
          {messageOf(other.error)}
        </Alert>
      )}
      {other.data === undefined || asked === undefined ? null : <Answer check={other.data} />}
    </Paper>
  );
}

function Answer({ check }: { check: WhitelistCheck }) {
  return (
    <Stack gap={4} mt="md" role="status">
      <Group gap="sm">
        <Code fz="sm">{check.checked_address}</Code>
        <Verdict allowed={check.allowed} />
      </Group>
      {check.lists.map((list) => (
        <Text size="sm" key={`${list.list} ${list.id}`}>
          {reasonOf(list)}
        </Text>
      ))}
    </Stack>
  );
}

function reasonOf({ list, restricted, allowed, entry }: WhitelistCheck['lists'][number]): string {
  const name = list === 'user' ? 'your account' : list === 'application' ? 'the application' : 'the API key';
  if (!restricted) return `The list of ${name} is empty: every address is allowed.`;
  if (!allowed) return `The list of ${name} has no entry that contains it.`;
  return `The list of ${name} allows it: ${entry === null ? 'an entry contains it' : `${entry.cidr} ${entry.note}`.trim()}.`;
}

function Verdict({ allowed }: { allowed: boolean }) {
  return (
    <Badge color={allowed ? 'teal' : 'red'} variant="light">
      {allowed ? 'allowed' : 'refused'}
    </Badge>
  );
}

function useCheck(address: string | undefined, enabled: boolean) {
  return useQuery({
    queryKey: ['ip-whitelist', 'check', address],
    enabled,
    retry: false,
    queryFn: () => answerOf(api.GET('/api/v1/ip-whitelist/check', { params: { query: { address } } })),
  });
}
