import { Anchor, Button, ColorSwatch, Group } from '@mantine/core';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import { useMayCreate } from '../api/audience';
import { BrandInvitations } from './brand-invitations';
import { ItemList } from '../kit/item-list';
import { MadeBy } from '../kit/made-by';
import { Moment } from '../kit/moment';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';

export function Brands() {
  const pages = usePages(['brands', 'list'], (cursor) =>
    answerOf(api.GET('/api/v1/brands', { params: { query: { cursor } } })),
  );
  // without an application there is nothing to give a brand to
  const create =
    useMayCreate('applications') === true ? (
      <Button component={Link} to="new">
        New brand
      </Button>
    ) : undefined;
  return (
    <>
      <PageHead
        title="Brands"
        lead="Applications of a brand carry its name, logo and colour on the pages people sign in on."
        actions={create}
      />
      <BrandInvitations />
      <ItemList
        label="Brands"
        pages={pages}
        keyOf={(brand) => brand.id}
        textOf={({ name, slug, made_by }) => `${name} ${slug} ${made_by?.name ?? ''}`}
        empty={{
          title: 'No brand yet',
          hint: `A brand gives the sign-in pages a name, a logo and a colour of yours. ${
            create === undefined
              ? 'Its owner invites you.'
              : 'Create one, then choose it in the settings of an application.'
          }`,
          action: create,
        }}
        columns={[
          {
            label: 'Name',
            cell: ({ id, name, primary_color, made_by }) => (
              <>
                <Group gap="xs">
                  {primary_color === null ? null : <ColorSwatch color={primary_color} size={16} />}
                  <Anchor component={Link} to={id} fw={600}>
                    {name}
                  </Anchor>
                </Group>
                <MadeBy by={made_by} />
              </>
            ),
          },
          { label: 'Slug', cell: ({ slug }) => slug },
          { label: 'You are', cell: ({ role }) => role ?? 'no member' },
          { label: 'Created', cell: ({ created_at }) => <Moment at={created_at} /> },
        ]}
      />
    </>
  );
}
