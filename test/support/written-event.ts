import { expect } from '@jest/globals';
import { eventually } from './eventually.js';
import type { Person } from './management.js';

export interface WrittenEvent {
  details: { steps?: unknown[]; compared?: unknown } | null;
}

/** The audit event of a request, once it is written: a moment after the answer. */
export async function writtenEvent(admin: Person, requestId: string): Promise<WrittenEvent> {
  let found: WrittenEvent | undefined;
  await eventually(
    () => admin.api.get(`audit-events?request_id=${requestId}`),
    ({ json }) => {
      [found] = (json as { data: WrittenEvent[] }).data;
      expect(found).toBeDefined();
    },
  );
  return found!;
}
