import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import { ValidateIf, ValidateNested } from 'class-validator';
import type { FieldClass, Kind } from './kind.js';

interface FieldOptions {
  /** It may be left out. A field with an initialiser may be left out, too: that is its value then. */
  optional?: boolean;
  nullable?: boolean;
  description?: string;
  example?: unknown;
}

/** One field of a class: what class-transformer and class-validator were told of it, for the document and the reader. */
export interface FieldDescription extends FieldOptions {
  kind: Kind;
}

type ValueOf<T, Options extends FieldOptions> =
  T | (Options['nullable'] extends true ? null : never) | (Options['optional'] extends true ? undefined : never);

const fields = new Map<FieldClass, Map<string, FieldDescription>>();

/** Makes a property a field: read by class-transformer, held to its rules by class-validator, shown in the document. */
export function Field<T, const Options extends FieldOptions = object>(kind: Kind<T>, options?: Options) {
  return <Name extends string, Owner extends Partial<Record<Name, unknown>>>(
    target: Owner,
    name: Name & (ValueOf<T, Options> extends Owner[Name] ? Name : never),
  ): void => {
    defineField(target.constructor as FieldClass, name, { kind, ...options });
  };
}

/** The fields of a class in order, those it inherits first. */
export function fieldsOf(owner: FieldClass): ReadonlyMap<string, FieldDescription> {
  const own = fields.get(owner) ?? new Map<string, FieldDescription>();
  const parent = Object.getPrototypeOf(owner) as FieldClass | null;
  return parent?.prototype === undefined ? own : new Map([...fieldsOf(parent), ...own]);
}

function defineField(owner: FieldClass, name: string, field: FieldDescription): void {
  const { kind, optional, nullable } = field;
  const described = fields.get(owner) ?? new Map<string, FieldDescription>();
  fields.set(owner, described.set(name, field));
  const decorators = [
    // not IsOptional, which lets null pass as well
    ValidateIf((_, value) => !(value === undefined && optional) && !(value === null && nullable)),
    ...kind.checks({}),
  ];
  const { nested, read } = kind;
  if (nested !== undefined)
    decorators.push(
      Type(() => nested),
      ValidateNested(),
    );
  if (read !== undefined) decorators.push(Transform(({ value }) => read(value)));
  for (const decorate of decorators) decorate(owner.prototype as object, name);
}
