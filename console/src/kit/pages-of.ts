import { useInfiniteQuery } from '@tanstack/react-query';

export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

export type LoadPage<T> = (cursor: string | undefined) => Promise<Page<T>>;

/** A list of the API, page by page, under a key that writes refresh. */
export function usePages<T>(
  key: readonly unknown[],
  load: LoadPage<T>,
  options: { every?: number; enabled?: boolean } = {},
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled: options.enabled ?? true,
    refetchInterval: options.every ?? false,
  });
  return { ...query, rows: query.data?.pages.flatMap((page) => page.data) ?? [] };
}

export type Pages<T> = Pick<
  ReturnType<typeof usePages<T>>,
  'rows' | 'isPending' | 'error' | 'hasNextPage' | 'fetchNextPage' | 'isFetchingNextPage' | 'refetch'
>;
