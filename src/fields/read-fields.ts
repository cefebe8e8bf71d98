import { plainToInstance } from 'class-transformer';
import {
  getMetadataStorage,
  validateSync,
  type ValidationArguments,
  type ValidationError,
  type ValidatorConstraintInterface,
  ValidationTypes,
} from 'class-validator';
import { fieldsOf, optionsOf } from './field.js';
import { DECIDES, type FieldClass, type Kind } from './kind.js';

/** The fault in one field. */
export interface Fault {
  path: readonly string[];
  /** Absent: the class has no such field. */
  message?: string;
}

type Read<T> = { value: T; faults?: undefined } | { value?: undefined; faults: readonly Fault[] };
type Members = Record<string, unknown>;
type Check = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** A check after a failed one may be of a value that it is not made for. */
const OPTIONS = { forbidUnknownValues: false, stopAtFirstError: true };

/** Reads an object as an instance of a class of fields, or finds all that is wrong with it, in the order of the fields. */
export function readFields<T extends object>(owner: FieldClass<T>, given: object): Read<T> {
  const unknown: Fault[] = [];
  const instance = plainToInstance(owner, membersOf(owner, given as Members, [], unknown));
  const errors = validateSync(instance, OPTIONS);
  if (errors.length === 0 && unknown.length === 0) return { value: settled(owner, instance as Members) as T };
  return { faults: [...faultsOf(owner, errors, []), ...unknown] };
}

/**
 * The members that a class knows. class-transformer sees no others: it drops `constructor` and what objects inherit,
 * copies what no field describes, and takes time that grows with the square of the names.
 */
function membersOf(owner: FieldClass, given: Members, path: readonly string[], unknown: Fault[]): Members {
  const fields = fieldsOf(owner);
  const { open, withoutNulls } = optionsOf(owner);
  if (open !== true) {
    for (const name of Object.keys(given)) if (!fields.has(name)) unknown.push({ path: [...path, name] });
  }
  const isLeftOut = (name: string) => !Object.hasOwn(given, name) || (withoutNulls === true && given[name] === null);
  const known = [...fields].filter(([name]) => !isLeftOut(name));
  return Object.fromEntries(
    known.map(([name, { kind }]) => [name, memberOf(kind, given[name], [...path, name], unknown)]),
  );
}

function memberOf(kind: Kind, value: unknown, path: readonly string[], unknown: Fault[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      Array.isArray(item) ? [] : memberOf(kind, item, [...path, String(index)], unknown),
    );
  }
  return kind.nested === undefined ? {} : membersOf(kind.nested, value as Members, path, unknown);
}

/** class-validator says which fields are wrong; here is said where within them, and in which words. */
function faultsOf(owner: FieldClass, errors: readonly ValidationError[], path: readonly string[]): Fault[] {
  const order = [...fieldsOf(owner).keys()];
  const inOrder = errors.toSorted((one, other) => order.indexOf(one.property) - order.indexOf(other.property));
  return inOrder.flatMap((error) => {
    const { property, children = [] } = error;
    const value: unknown = error.value;
    const place = [...path, property];
    const checks = checksOf(owner, property);
    const own = failing(
      checks.filter(({ each }) => !each),
      value,
      error,
    );
    const faults = own.messages.map((message): Fault => ({ path: place, message }));
    if (own.decided) return faults;
    const items = Array.isArray(value)
      ? itemFaults(
          checks.filter(({ each }) => each),
          value,
          error,
          place,
        )
      : [];
    const nested = fieldsOf(owner).get(property)?.kind.nested;
    return [...faults, ...items, ...(nested === undefined ? [] : nestedFaults(nested, value, children, place))];
  });
}

function itemFaults(checks: readonly Check[], items: readonly unknown[], error: ValidationError, place: string[]) {
  return items.flatMap((item, index) =>
    failing(checks, item, error).messages.map((message): Fault => ({ path: [...place, String(index)], message })),
  );
}

/** Of a list with another fault, class-validator has not looked into the objects. */
function nestedFaults(nested: FieldClass, value: unknown, children: ValidationError[], place: string[]): Fault[] {
  if (!Array.isArray(value)) return faultsOf(nested, children, place);
  return value.flatMap((item: unknown, index) =>
    item instanceof nested ? faultsOf(nested, validateSync(item, OPTIONS), [...place, String(index)]) : [],
  );
}

function checksOf(owner: FieldClass, property: string): Check[] {
  const checks = getMetadataStorage().getTargetValidationMetadatas(owner, '', false, false);
  return checks.filter(
    ({ propertyName, type }) => propertyName === property && type === ValidationTypes.CUSTOM_VALIDATION,
  );
}

/** The messages of the checks that a value fails, up to one that decides. */
function failing(checks: readonly Check[], value: unknown, { property, target }: ValidationError) {
  const messages: string[] = [];
  for (const check of checks) {
    const [constraint] = getMetadataStorage().getTargetValidatorConstraints(check.constraintCls);
    const found: ValidationArguments = {
      value,
      property,
      object: target ?? {},
      targetName: '',
      constraints: check.constraints as unknown[],
    };
    if (constraint === undefined || constraint.instance.validate(value, found) === true) continue;
    messages.push(messageOf(check, constraint.instance, found));
    if ((check.context as typeof DECIDES | undefined)?.decides) return { messages, decided: true };
  }
  return { messages, decided: false };
}

/** The check's own words; of a rule, those it finds for the value. */
function messageOf({ message }: Check, constraint: ValidatorConstraintInterface, found: ValidationArguments): string {
  if (typeof message === 'function') return message(found);
  return message || (constraint.defaultMessage?.(found) ?? 'is wrong');
}

/** What passed as a plain object, without the fields that were left out, each as its kind hands it on. */
function settled(owner: FieldClass, instance: Members): Members {
  const members = [...fieldsOf(owner)].map(([name, { kind }]) => [name, settledMember(kind, instance[name])] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

function settledMember({ nested, settle }: Kind, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  const settledObject = (object: unknown) => (nested === undefined ? object : settled(nested, object as Members));
  const plain = Array.isArray(value) ? value.map(settledObject) : settledObject(value);
  return settle === undefined ? plain : settle(plain as never);
}
