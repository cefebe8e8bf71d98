import { ValidateBy, type ValidationOptions } from 'class-validator';

export type JsonSchema = Record<string, unknown>;

/** A class whose properties are fields. */
export type FieldClass<T extends object = object> = new () => T;

/** Which values of a list a check is for: all of them with `{ each: true }`. */
export type Each = Pick<ValidationOptions, 'each'>;

/** A kind of value: how it is read, what it is held to, and how the OpenAPI document describes it. */
export interface Kind<out T = unknown> {
  readonly schema: JsonSchema;
  /** Decorators of class-validator, in the order of their checks, each with its message. */
  readonly checks: (each: Each) => readonly PropertyDecorator[];
  /** The value that class-transformer makes of the input. Unreadable input is left for the checks to refuse. */
  readonly read?: (given: unknown) => unknown;
  /** The document does not show it. */
  readonly hidden?: true;
  /** The class of the object, or of each in the list. */
  readonly nested?: FieldClass;
  /** What becomes of a value that passed. */
  readonly settle?: (value: never) => unknown;
  /** The type of the value that passed; there is no such member. */
  readonly value?: T;
}

/** The context of a check whose failure makes those after it pointless. */
export const DECIDES = { decides: true } as const;

/** A check by a function that finds the fault, for class-validator. Of a list it sees the items before they are checked. */
export function rule(faultOf: (value: never) => string | undefined, options: ValidationOptions): PropertyDecorator {
  const find = faultOf as (value: unknown) => string | undefined;
  return ValidateBy(
    {
      name: 'rule',
      validator: {
        validate: (value) => find(value) === undefined,
        defaultMessage: (found) => find(found?.value) ?? '',
      },
    },
    options,
  );
}

/** The same kind with another description in the document, or an example. */
export function described<T>(kind: Kind<T>, words: { description?: string; example?: unknown }): Kind<T> {
  return { ...kind, schema: { ...kind.schema, ...words } };
}
