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

interface ClassOptions {
  /** The name of its schema in the document, where its operation is not to give one. */
  name?: string;
  description?: string;
  /** Unknown members are passed over instead of refused: standards ask for that in some places. */
  open?: boolean;
  /** A member that is null counts as left out. */
  withoutNulls?: boolean;
}

type ValueOf<T, Options extends FieldOptions> =
  T | (Options['nullable'] extends true ? null : never) | (Options['optional'] extends true ? undefined : never);

const fields = new Map<FieldClass, Map<string, FieldDescription>>();
const classes = new Map<FieldClass, ClassOptions>();

/** Makes a property a field: read by class-transformer, held to its rules by class-validator, shown in the document. */
export function Field<T, const Options extends FieldOptions = object>(kind: Kind<T>, options?: Options) {
  return <Name extends string, Owner extends Partial<Record<Name, unknown>>>(
    target: Owner,
    name: Name & (ValueOf<T, Options> extends Owner[Name] ? Name : never),
  ): void => {
    defineField(target.constructor as FieldClass, name, { kind, ...options });
  };
}

/** Says of a class of fields what concerns it as a whole. */
export function Fields(options: ClassOptions) {
  return (owner: FieldClass): void => {
    classes.set(owner, options);
  };
}

/** A class with the fields of another, each of which may be left out or null. */
export function unsettable<T extends object>(base: FieldClass<T>): FieldClass<{ [Name in keyof T]?: T[Name] | null }> {
  return variant(base, (field) => ({ ...field, optional: true, nullable: true }));
}

/** A class with the fields of another but for those named. */
export function omitting<T extends object, Name extends keyof T & string>(
  base: FieldClass<T>,
  ...names: readonly Name[]
): FieldClass<Omit<T, Name>> {
  return variant(base, (field, name) => (names.includes(name as Name) ? undefined : field));
}

/** A class with the fields of two others. */
export function joining<A extends object, B extends object>(
  base: FieldClass<A>,
  more: FieldClass<B>,
): FieldClass<A & B> {
  const Joined = class extends (base as FieldClass) {} as unknown as FieldClass<A & B>;
  for (const [name, field] of fieldsOf(more)) defineField(Joined, name, field);
  return Joined;
}

function variant<T extends object>(
  base: FieldClass,
  change: (field: FieldDescription, name: string) => FieldDescription | undefined,
): FieldClass<T> {
  const Variant = class extends Object {} as unknown as FieldClass<T>;
  for (const [name, field] of fieldsOf(base)) {
    const changed = change(field, name);
    if (changed !== undefined) defineField(Variant, name, changed);
  }
  return Variant;
}

/** The fields of a class in order, those it inherits first. */
export function fieldsOf(owner: FieldClass): ReadonlyMap<string, FieldDescription> {
  const own = fields.get(owner) ?? new Map<string, FieldDescription>();
  const parent = Object.getPrototypeOf(owner) as FieldClass | null;
  return parent?.prototype === undefined ? own : new Map([...fieldsOf(parent), ...own]);
}

export function optionsOf(owner: FieldClass): ClassOptions {
  return classes.get(owner) ?? {};
}

/** Whether this is a class that has fields, its own or inherited ones. */
export function isFieldClass(owner: unknown): owner is FieldClass {
  return typeof owner === 'function' && fieldsOf(owner as FieldClass).size > 0;
}

/** Every class that has fields of its own or is described as a whole. */
export function fieldClasses(): FieldClass[] {
  return [...new Set([...fields.keys(), ...classes.keys()])];
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
