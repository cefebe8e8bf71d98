import { Badge, Button, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import { ConfirmButton } from '../kit/confirm-button';
import { ItemList } from '../kit/item-list';
import { usePages } from '../kit/pages-of';
import { useAct } from '../kit/use-act';

export function BrandApplications({ brandId }: { brandId: string }) {
  const pages = usePages(['brand-applications', brandId], (cursor) =>
    answerOf(api.GET('/api/v1/brands/{id}/applications', { params: { path: { id: brandId }, query: { cursor } } })),
  );
  const detach = useAct({
    act: (application_id: string) =>
      answerOf(
        api.DELETE('/api/v1/brands/{id}/applications/{application_id}', {
          params: { path: { id: brandId, application_id } },
        }),
      ),
    done: 'The application carries the brand no more.',
    refreshes: ['brand-applications', 'applications'],
  });
  return (
    <Stack component="section" aria-labelledby="brand-applications">
      <Title order={2} size="h4" id="brand-applications">
        Applications
      </Title>
      <ItemList
        label="Applications"
        pages={pages}
        keyOf={(application) => application.id}
        textOf={({ name, client_id, owner_name }) => `${name} ${client_id} ${owner_name ?? ''}`}
        empty={{
          title: 'No application yet',
          hint: 'An application carries the brand once it is chosen in the settings of the application, by one who belongs to the brand.',
          action: (
            <Button component={Link} to="/account/applications" variant="default">
              Your applications
            </Button>
          ),
        }}
        columns={[
          { label: 'Application', cell: ({ name }) => <Text size="sm">{name}</Text> },
          {
            label: 'Owner',
            cell: ({ owner_id, owner_name }) => <Text size="sm">{owner_name ?? owner_id ?? 'none'}</Text>,
          },
          {
            label: 'Brand',
            cell: ({ shown }) =>
              shown ? (
                <Badge variant="default">shown</Badge>
              ) : (
                <Text size="sm" c="dimmed">
                  not shown: its owner does not own the brand
                </Text>
              ),
          },
          {
            label: '',
            cell: ({ id, name }) => (
              <ConfirmButton
                label={`Detach ${name}`}
                title={`Take the brand off ${name}?`}
                lost="Its pages look like the server’s own from then on. The application stays."
                confirm="Detach"
                act={() => detach.mutateAsync(id)}
              >
                Detach
              </ConfirmButton>
            ),
          },
        ]}
      />
    </Stack>
  );
}
