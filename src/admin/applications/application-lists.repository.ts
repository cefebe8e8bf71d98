import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import { formatPlace, parsePlace } from '../../http/sort-cursor.js';
import { containing } from '../../persistence/database/containing.js';
import { Database } from '../../persistence/database/database.js';
import { TOKENS_OF_CLIENT } from '../../persistence/upkeep/usage-writer.js';
import type { ApplicationFilter, ListedApplication } from './application.js';
import { recordsOf } from './applications.repository.js';

const OWNER = { owner: { select: { name: true, email: true } } } as const;

/** The applications, to look through. */
@Injectable()
export class ApplicationListsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** One row more than the page holds if there are more. */
  async list(filter: ApplicationFilter, page: PageRequest): Promise<ListedApplication[]> {
    const values: unknown[] = [];
    const text = listed(filter, page, values);
    return this.database.query(async (prisma) => {
      const found = await prisma.$queryRawUnsafe<{ id: string; name: string }[]>(text, ...values);
      const ids = found.map(({ id }) => id);
      const rows = await prisma.application.findMany({ where: { id: { in: ids } }, include: OWNER });
      const uses = await prisma.usageCount.groupBy({
        by: ['subject'],
        where: { subject: { in: rows.map(({ clientId }) => clientId) }, what: { startsWith: TOKENS_OF_CLIENT } },
        _max: { day: true },
      });
      const records = await recordsOf(
        prisma,
        rows.map(({ owner: _owner, ...row }) => row),
        this.clock.now(),
      );
      const rowOf = new Map(rows.map((row) => [row.id, row]));
      const recordOf = new Map(records.map((record) => [record.id, record]));
      const usedOf = new Map(uses.map(({ subject, _max }) => [subject, _max.day]));
      return found.flatMap(({ id, name }) => {
        const [row, record] = [rowOf.get(id), recordOf.get(id)];
        if (row === undefined || record === undefined) return [];
        const { owner } = row;
        const place = filter.sort === 'name' ? formatPlace({ id, key: name }) : id;
        const ownerName = owner?.name ?? owner?.email ?? null;
        return [{ ...record, ownerName, lastUsedOn: usedOf.get(row.clientId) ?? null, place }];
      });
    });
  }
}

/** The statement of one page. Values go to `values`, in order. */
export function listed(
  { ownerId, text, type, disabled, sort }: ApplicationFilter,
  { limit, after }: PageRequest,
  values: unknown[],
): string {
  const conditions: string[] = [];
  const place = (value: unknown) => `$${String(values.push(value))}`;
  if (ownerId !== undefined) conditions.push(`owner_id = ${place(ownerId)}::text::uuid`);
  if (text !== undefined) {
    const named = containing(text, { words: 'name', fields: ['name'] }, place);
    conditions.push(`((${named}) OR client_id = ${place(text)})`);
  }
  if (type !== undefined) conditions.push(`type = ${place(type)}::text::"ApplicationType"`);
  if (disabled !== undefined) conditions.push(`disabled_at IS ${disabled ? 'NOT ' : ''}NULL`);
  const last = after !== undefined && sort === 'name' ? parsePlace(after) : undefined;
  // the cursor alone says where the page begins: nothing is looked up that a cursor made by hand could ask about
  if (last) conditions.push(`(lower(name), id) > (lower(${place(last.key)}::text), ${place(last.id)}::text::uuid)`);
  else if (after !== undefined) conditions.push(`id < ${place(after)}::text::uuid`);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const order = sort === 'name' ? 'lower(a.name), a.id' : 'a.id DESC';
  return `SELECT a.id::text, a.name FROM applications a ${where} ORDER BY ${order} LIMIT ${String(limit + 1)}`;
}
