import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isGone } from '../api/problem';
import { Failure } from './failure';
import { Waiting } from './waiting';

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}

/** Shows the loaded data, that it is loading, or the error. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  if (isGone(query.error)) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error !== null) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return <Waiting />;
}
