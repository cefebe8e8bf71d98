import { Tooltip } from '@mantine/core';
import { ago, exactly } from './times';

/** A point in time as people say it, exactly on demand. */
export function Moment({ at, never = 'never' }: { at: string | null | undefined; never?: string }) {
  if (at === null || at === undefined) return <>{never}</>;
  return (
    <Tooltip label={exactly(at)}>
      <time dateTime={at} className="nowrap">
        {ago(at)}
      </time>
    </Tooltip>
  );
}
