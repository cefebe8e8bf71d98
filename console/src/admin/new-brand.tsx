import { useNavigate } from 'react-router';
import { answerOf, api } from '../api/client';
import { PageHead } from '../kit/page-head';
import { BrandForm } from './brand-form';

export function NewBrand() {
  const navigate = useNavigate();
  return (
    <>
      <PageHead title="New brand" />
      <BrandForm
        brand={undefined}
        save={(body) => answerOf(api.POST('/api/v1/brands', { body }))}
        button="Create brand"
        done={({ name }) => `${name} is created.`}
        then={({ id }) => void navigate(`../${id}`, { relative: 'path' })}
      />
    </>
  );
}
