import { Badge, Code } from '@mantine/core';
import { answerOf, api } from '../api/client';
import type { SigningKey } from '../api/resources';
import { ConfirmButton } from '../kit/confirm-button';
import { ItemList } from '../kit/item-list';
import { Moment } from '../kit/moment';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';
import { useAct } from '../kit/use-act';

const COLOURS = { next: 'blue', current: 'teal', retired: 'gray' } as const;

export function SigningKeys() {
  const pages = usePages(['signing-keys'], (cursor) =>
    answerOf(api.GET('/api/v1/signing-keys', { params: { query: { cursor } } })),
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
  const next = pages.rows.find(({ state }) => state === 'next');
  return (
    <>
      <PageHead
        title="Signing keys"
        lead={
          next === undefined ? (
            'Tokens are signed by the current key. It is replaced by itself in time: the next one is published before it signs.'
          ) : (
            <>
              The next key signs <Moment at={next.signs_from} />.
            </>
          )
        }
        actions={
          <ConfirmButton
            color="blue"
            size="sm"
            variant="filled"
            title="Rotate now?"
            lost="The next key is published at once and signs ten minutes later. Nobody is signed out: the old key stays published until its last token has expired."
            confirm="Rotate"
            act={() => rotate.mutateAsync()}
          >
            Rotate now
          </ConfirmButton>
        }
      />
      <ItemList
        label="Signing keys"
        pages={pages}
        keyOf={(key) => key.kid}
        empty={{ title: 'No key', hint: 'The server makes one when it starts.' }}
        columns={[
          { label: 'Key', cell: ({ kid }) => <Code className="anywhere">{kid}</Code> },
          { label: 'Algorithm', cell: ({ alg }) => alg },
          {
            label: 'State',
            cell: ({ state }) => (
              <Badge color={COLOURS[state]} variant="light">
                {state}
              </Badge>
            ),
          },
          { label: 'Age', cell: ({ created_at }) => <Moment at={created_at} /> },
          { label: 'Signs from', cell: ({ signs_from }) => <Moment at={signs_from} /> },
          { label: 'Retired', cell: ({ retired_at }) => <Moment at={retired_at} never="–" /> },
          {
            label: '',
            cell: (key) => <Withdraw signingKey={key} act={(force) => retire.mutateAsync({ kid: key.kid, force })} />,
          },
        ]}
      />
    </>
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
          ? 'Every token it has signed stops working at once, everywhere. Do this when the key itself is known to somebody.'
          : 'It has signed nothing yet: nobody notices.'
      }
      confirm={hasSigned ? 'End everything it signed' : 'Withdraw'}
      act={() => act(hasSigned)}
    >
      Withdraw
    </ConfirmButton>
  );
}
