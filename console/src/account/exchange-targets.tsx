import { MultiSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';

interface ExchangeTargetsProps {
  value?: string[];
  onChange?: (value: string[]) => void;
  error?: ReactNode;
}

/** The protected resources an application may exchange tokens for. */
export function ExchangeTargets({ value = [], ...field }: ExchangeTargetsProps) {
  const resources = useQuery({
    queryKey: ['resources', 'choices'],
    queryFn: () => answerOf(api.GET('/api/v1/resources', { params: { query: { limit: 200 } } })),
  });
  const registered = resources.data?.data.map(({ identifier }) => identifier) ?? [];
  return (
    <MultiSelect
      label="Exchanges tokens for"
      description="The APIs it may ask for in exchange for a token it was called with."
      searchable
      data={[...new Set([...registered, ...value])]}
      value={value}
      {...field}
    />
  );
}
