import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { answerOf, api } from '../api/client';
import type { Application, ApplicationSecret } from '../api/resources';
import { ConfirmButton } from '../kit/confirm-button';
import { Copyable } from '../kit/copyable';
import { ENDINGS } from '../kit/endings';
import { ItemList } from '../kit/item-list';
import { Moment } from '../kit/moment';
import { usePages } from '../kit/pages-of';
import { useAct } from '../kit/use-act';

/** How many secrets an application may have. */
const MOST = 5;

/** Rotation without an outage: add a second secret, move over, retire the first. */
export function ApplicationSecrets({ application: { id } }: { application: Application }) {
  const [added, setAdded] = useState<string>();
  // refetched every few seconds: a rotation waits until the new secret is used
  const pages = usePages(
    ['secrets', id],
    (cursor) => answerOf(api.GET('/api/v1/applications/{id}/secrets', { params: { path: { id }, query: { cursor } } })),
    { every: 4000 },
  );
  const add = useAct({
    act: () => answerOf(api.POST('/api/v1/applications/{id}/secrets', { params: { path: { id } }, body: {} })),
    done: 'A secret is added. The old ones still work.',
    refreshes: ['secrets'],
    then: ({ client_secret }) => {
      setAdded(client_secret);
    },
  });
  const retire = useAct({
    act: ({ secret, force }: { secret: ApplicationSecret; force: boolean }) =>
      answerOf(
        api.DELETE('/api/v1/applications/{id}/secrets/{secret_id}', {
          params: { path: { id, secret_id: secret.id }, query: force ? { force: 'true' } : {} },
        }),
      ),
    done: 'The secret is retired.',
    refreshes: ENDINGS,
  });
  const isLast = pages.rows.length === 1;
  const isFull = pages.rows.length >= MOST;
  const create = (
    <Button
      disabled={isFull}
      onClick={() => {
        add.mutate();
      }}
      loading={add.isPending}
    >
      Add a secret
    </Button>
  );
  return (
    <Stack>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" maw="40rem">
          {isFull
            ? `An application has at most ${String(MOST)} secrets. Retire one that is used no more, and add another.`
            : 'To change a secret without an outage: add one, put it into your program, see here that it is used, retire the old one.'}
        </Text>
        {create}
      </Group>
      {added === undefined ? null : (
        <Alert color="yellow" title="Copy the new secret now: it is shown this once" role="status">
          <Copyable label="Client secret" text={added} />
        </Alert>
      )}
      <ItemList
        label="Secrets"
        pages={pages}
        keyOf={(secret) => secret.id}
        empty={{ title: 'No secret yet', hint: 'Without one the application cannot show who it is.', action: create }}
        columns={[
          {
            label: 'Ends with',
            cell: ({ hint }) => (
              <Text ff="monospace" size="sm">
                …{hint}
              </Text>
            ),
          },
          { label: 'Created', cell: ({ created_at }) => <Moment at={created_at} /> },
          {
            label: 'Last used',
            cell: ({ last_used_at, last_used_ip }) => (
              <>
                <Moment at={last_used_at} never="not yet" />
                {last_used_ip === null ? null : (
                  <Text size="xs" c="dimmed">
                    from {last_used_ip}
                  </Text>
                )}
              </>
            ),
          },
          { label: 'Expires', cell: ({ expires_at }) => <Moment at={expires_at} /> },
          {
            label: '',
            cell: (secret) => (
              <ConfirmButton
                label={`Retire the secret that ends with ${secret.hint}`}
                title={`Retire the secret …${secret.hint}?`}
                lost={
                  isLast
                    ? 'It is the last one: this application gets no more tokens until you add another.'
                    : `Programs that still use it get no more tokens. ${secret.last_used_at === null ? 'It was never used.' : ''}`
                }
                confirm="Retire"
                act={() => retire.mutateAsync({ secret, force: isLast })}
              >
                Retire
              </ConfirmButton>
            ),
          },
        ]}
      />
    </Stack>
  );
}
