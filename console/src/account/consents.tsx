import { Text } from '@mantine/core';
import { answerOf, api } from '../api/client';
import { ConfirmButton } from '../kit/confirm-button';
import { ENDINGS } from '../kit/endings';
import { ItemList } from '../kit/item-list';
import { Moment } from '../kit/moment';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';
import { ScopeWords } from '../kit/scope-words';
import { useAct } from '../kit/use-act';

export function Consents() {
  const pages = usePages(['consents', 'mine'], (cursor) =>
    answerOf(api.GET('/api/v1/consents', { params: { query: { cursor } } })),
  );
  const revoke = useAct({
    act: (client_id: string) =>
      answerOf(api.DELETE('/api/v1/consents/{client_id}', { params: { path: { client_id } } })),
    done: 'It may do nothing more for you, and your sign-ins to it have ended.',
    refreshes: ENDINGS,
  });
  return (
    <>
      <PageHead
        title="Applications I have allowed"
        lead="What you agreed to when you signed in to an application. Taking it back ends your sign-ins there."
      />
      <ItemList
        label="Applications I have allowed"
        pages={pages}
        keyOf={(consent) => consent.application.client_id}
        textOf={({ application, scopes }) => `${application.name} ${scopes.join(' ')}`}
        empty={{
          title: 'You have allowed nothing',
          hint: 'When an application asks you in a browser what it may do, and you agree, it stands here.',
        }}
        columns={[
          {
            label: 'Application',
            cell: ({ application }) => (
              <Text fw={600} component="bdi">
                {application.name}
              </Text>
            ),
          },
          { label: 'May', cell: ({ scopes }) => <ScopeWords scopes={scopes} /> },
          { label: 'Since', cell: ({ created_at }) => <Moment at={created_at} /> },
          {
            label: '',
            cell: ({ application }) => (
              <ConfirmButton
                label={`Take back what ${application.name} may do`}
                title={`Take back what ${application.name} may do?`}
                lost="Your sign-ins to it end at once. Next time it will ask you again."
                confirm="Take it back"
                act={() => revoke.mutateAsync(application.client_id)}
              >
                Take back
              </ConfirmButton>
            ),
          },
        ]}
      />
    </>
  );
}
