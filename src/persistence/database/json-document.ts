import type { Prisma } from '../generated/client.js';

/** A document of ours as Prisma types what a JSON column takes: it knows no interfaces and classes. */
export function jsonDocument(document: object): Prisma.InputJsonObject {
  return document;
}
