import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { answerOf, api } from '../api/client';
import type { Brand } from '../api/resources';
import { useMe } from '../api/session';
import { ConfirmButton } from '../kit/confirm-button';
import { Loaded } from '../kit/loaded';
import { MadeBy } from '../kit/made-by';
import { PageHead } from '../kit/page-head';
import { useAct } from '../kit/use-act';
import { BrandApplications } from './brand-applications';
import { BrandForm } from './brand-form';
import { BrandMembers } from './brand-members';
import { BrandPreview } from './brand-preview';

export function BrandPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['brands', 'one', id],
    queryFn: () => answerOf(api.GET('/api/v1/brands/{id}', { params: { path: { id } } })),
  });
  return <Loaded query={query}>{(brand) => <Detail key={brand.id} brand={brand} />}</Loaded>;
}

function Detail({ brand }: { brand: Brand }) {
  const navigate = useNavigate();
  const { data: me } = useMe();
  const mayChange = brand.role === 'owner' || me?.role === 'admin';
  const params = { path: { id: brand.id } };
  const remove = useAct({
    act: () => answerOf(api.DELETE('/api/v1/brands/{id}', { params })),
    done: `${brand.name} is deleted.`,
    refreshes: [],
    then: () => void navigate('..', { relative: 'path' }),
  });
  return (
    <>
      <PageHead
        title={brand.name}
        lead={mayChange ? <MadeBy by={brand.made_by} /> : 'You belong to this brand. Its owners change it.'}
        actions={
          mayChange ? (
            <ConfirmButton
              title={`Delete ${brand.name}?`}
              lost="Its applications stay, and look like the server’s own pages from then on. Who belonged to it is lost."
              confirm="Delete"
              act={() => remove.mutateAsync()}
            >
              Delete
            </ConfirmButton>
          ) : undefined
        }
      />
      <Stack gap="xl">
        {mayChange ? (
          <BrandForm
            brand={brand}
            save={(_, body) => answerOf(api.PATCH('/api/v1/brands/{id}', { params, body }))}
            button="Save"
            done={({ name }) => `${name} is saved.`}
          />
        ) : (
          <BrandPreview name={brand.name} logoUrl={brand.logo_url ?? ''} color={brand.primary_color ?? ''} />
        )}
        <BrandMembers brandId={brand.id} mayChange={mayChange} />
        {mayChange ? <BrandApplications brandId={brand.id} /> : null}
      </Stack>
    </>
  );
}
