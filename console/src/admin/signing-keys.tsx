import { Badge, Code, Paper, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { answerOf, api } from '../api/client';
import type { SigningKey } from '../api/resources';
import { ConfirmButton } from '../kit/confirm-button';
import { CopyableId } from '../kit/copyable-id';
import { ItemList } from '../kit/item-list';
import { Moment } from '../kit/moment';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';
import { useAct } from '../kit/use-act';

const COLOURS = { next: 'blue', current: 'teal', retired: 'gray' } as const;
/** Milliseconds between two looks. */
const OFTEN = 10_000;
/** Milliseconds. The server makes no further key while one waits that was to sign so soon after it was published. */
const SOON = 1_200_000;

export function SigningKeys() {
  const pages = usePages(
    ['signing-keys'],
    (cursor) => answerOf(api.GET('/api/v1/signing-keys', { params: { query: { cursor } } })),
    { every: OFTEN },
  );
  const rotate = useAct({
    act: () => answerOf(api.POST('/api/v1/signing-keys/rotate')),
    done: 'The next key is published. It signs as soon as every verifier can know it.',
    refreshes: ['signing-keys'],
  });
  const retire = useAct({
    act: ({ kid, force }: { kid: string; force: boolean }) =>
      answerOf(
        api.DELETE('/api/v1/signing-keys/{kid}', { params: { path: { kid }, query: force ? { force: 'true' } : {} } }),
      ),
    done: 'The key is withdrawn.',
    refreshes: ['signing-keys'],
  });
  const isUnderWay = pages.rows.some(
    ({ state, created_at, signs_from }) =>
      state === 'next' && new Date(signs_from).getTime() - new Date(created_at).getTime() <= SOON,
  );
  return (
    <>
      <PageHead
        title="Signing keys"
        lead="Tokens are signed by the current key. It is replaced by itself in time: the next one is published before it signs, and the old one stays published until its last token has expired."
        actions={
          <ConfirmButton
            color="blue"
            size="sm"
            variant="filled"
            title="Rotate now?"
            lost="The next key is published at once and signs ten minutes later. Sign-ins are not affected: the old key stays published until its last token has expired. An API or gateway that fetches the keys less often refuses new tokens until it has fetched them. A key that was published on schedule and has not signed yet is removed."
            confirm="Rotate"
            disabled={isUnderWay}
            act={() => rotate.mutateAsync()}
          >
            {isUnderWay ? 'Rotation under way' : 'Rotate now'}
          </ConfirmButton>
        }
      />
      <Stack mb="lg">
        {pages.rows
          .filter(({ state }) => state === 'current')
          .map((key) => (
            <Rotation
              key={key.kid}
              current={key}
              next={pages.rows.findLast((other) => isNextOf(key, other))}
              now={pages.dataUpdatedAt}
            />
          ))}
      </Stack>
      <ItemList
        label="Signing keys"
        pages={pages}
        keyOf={(key) => key.kid}
        empty={{ title: 'No key', hint: 'The server makes one when it starts.' }}
        columns={[
          { label: 'Key', width: '22%', cell: ({ kid }) => <CopyableId id={kid} label="key ID" /> },
          { label: 'Algorithm', width: 104, cell: ({ alg }) => alg },
          {
            label: 'State',
            width: 116,
            cell: ({ state }) => (
              <Badge color={COLOURS[state]} variant="light">
                {state}
              </Badge>
            ),
          },
          { label: 'Created', cell: ({ created_at }) => <Moment at={created_at} /> },
          { label: 'Signs from', cell: ({ signs_from }) => <Moment at={signs_from} /> },
          { label: 'Replaced', cell: (key) => <Moment at={key.retired_at ?? key.replaced_at} never="–" /> },
          {
            label: '',
            width: 130,
            cell: (key) => <Withdraw signingKey={key} act={(force) => retire.mutateAsync({ kid: key.kid, force })} />,
          },
        ]}
      />
    </>
  );
}

function isNextOf(current: SigningKey, { alg, state }: SigningKey): boolean {
  return alg === current.alg && state === 'next';
}

/** How far the current key is on its way to the next. */
function Rotation({ current, next, now }: { current: SigningKey; next: SigningKey | undefined; now: number }) {
  const from = new Date(next?.created_at ?? current.signs_from).getTime();
  const to = new Date(current.replaced_at ?? current.signs_from).getTime();
  const done = Math.min(100, Math.max(0, (100 * (now - from)) / Math.max(1, to - from)));
  return (
    <Paper component="section" withBorder p="lg" aria-label={`Rotation of ${current.alg}`}>
      <SimpleGrid cols={{ base: 1, xs: 3 }} mb="md">
        <Fact label="Signs now">
          {current.alg} <Code className="anywhere">{current.kid.slice(0, 12)}…</Code>
        </Fact>
        <Fact label="In use since">
          <Moment at={current.signs_from} />
        </Fact>
        <Fact label="Next rotation">
          <Moment at={current.replaced_at} />
        </Fact>
      </SimpleGrid>
      <Progress value={done} aria-label="On the way to the next key" color={next === undefined ? 'teal' : 'blue'} />
      <Text size="sm" c="dimmed" mt="xs">
        {next === undefined ? (
          'The next key is made by itself a day before that, or half a day where keys are replaced each day.'
        ) : (
          <>
            The next key <Code>{next.kid.slice(0, 12)}…</Code> is published, and signs once every verifier can know it.
          </>
        )}
      </Text>
    </Paper>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fw={600}>{children}</Text>
    </div>
  );
}

function Withdraw({ signingKey, act }: { signingKey: SigningKey; act: (force: boolean) => Promise<unknown> }) {
  const hasSigned = signingKey.state !== 'next';
  return (
    <ConfirmButton
      label={`Withdraw ${signingKey.kid}`}
      title="Withdraw this key?"
      lost={
        hasSigned
          ? 'Every token it has signed stops working at once, everywhere. Do this when the key itself has leaked. If it signs now, rotate first: the key that was published last takes over at once, and one from before the leak must not.'
          : 'It has signed nothing yet, so no token is affected.'
      }
      confirm={hasSigned ? 'End everything it signed' : 'Withdraw'}
      act={() => act(hasSigned)}
    >
      Withdraw
    </ConfirmButton>
  );
}
