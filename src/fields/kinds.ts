import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { DECIDES, type FieldClass, type JsonSchema, type Kind, rule } from './kind.js';

const STRING = 'must be a string';

export interface TextRules {
  min?: number;
  max?: number;
  /** What it must look like, and how a fault is told. */
  pattern?: readonly [expression: RegExp, message: string];
  /** How the document calls it. */
  format?: string;
  /** The pattern is told in words, not shown. */
  patternHidden?: boolean;
}

/** Text, as it was given. */
export function text({ min, max, pattern, format, patternHidden = false }: TextRules = {}): Kind<string> {
  return {
    schema: {
      type: 'string',
      ...(min !== undefined && { minLength: min }),
      ...(max !== undefined && { maxLength: max }),
      ...(pattern !== undefined && !patternHidden && { pattern: pattern[0].source }),
      ...(format !== undefined && { format }),
    },
    checks: (each) => [
      IsString({ ...each, message: STRING, context: DECIDES }),
      // not MaxLength: it does not count variation selectors, of which there may be any number
      ...(max === undefined ? [] : [rule((value: string) => longerFault(value, max), { ...each })]),
      ...(min === undefined ? [] : [rule((value: string) => shorterFault(value, min), { ...each })]),
      ...(pattern === undefined ? [] : [Matches(pattern[0], { ...each, message: pattern[1] })]),
    ],
  };
}

export function longerFault(value: string, max: number): string | undefined {
  return value.length > max ? `must have at most ${String(max)} characters` : undefined;
}

function shorterFault(value: string, min: number): string | undefined {
  if (value.length >= min) return undefined;
  return min === 1 ? 'must not be empty' : `must have at least ${String(min)} characters`;
}

/** Text as `read` tidies it, held to the rule that `faultOf` finds broken. */
export function ruledText(
  faultOf: (text: string) => string | undefined,
  schema: JsonSchema = {},
  read?: (text: string) => string,
): Kind<string> {
  return {
    schema: { type: 'string', ...schema },
    checks: (each) => [
      IsString({ ...each, message: STRING, context: DECIDES }),
      rule((value: string) => faultOf(value), { ...each }),
    ],
    ...(read !== undefined && { read: (given: unknown) => (typeof given === 'string' ? read(given) : given) }),
  };
}

export const flag: Kind<boolean> = {
  schema: { type: 'boolean' },
  checks: (each) => [IsBoolean({ ...each, message: 'must be true or false', context: DECIDES })],
};

/** Nothing but true. */
export const truth: Kind<true> = {
  schema: { type: 'boolean', enum: [true] },
  checks: (each) => [Equals(true, { ...each, message: 'must be true', context: DECIDES })],
};

/** One of several names. */
export function oneOf<const Names extends readonly string[]>(
  names: Names,
  message = `must be one of ${names.join(', ')}`,
): Kind<Names[number]> {
  return {
    schema: { type: 'string', enum: [...names] },
    checks: (each) => [IsIn([...names], { ...each, message, context: DECIDES })],
  };
}

/** A whole number; `message` tells the bounds, too. */
export function integer(min?: number, max?: number, message = wholeNumber(min, max)): Kind<number> {
  return {
    schema: {
      type: 'integer',
      ...(min !== undefined && { minimum: min }),
      ...(max !== undefined && { maximum: max }),
    },
    checks: (each) => [
      IsInt({ ...each, message, context: DECIDES }),
      ...(min === undefined ? [] : [Min(min, { ...each, message })]),
      ...(max === undefined ? [] : [Max(max, { ...each, message })]),
    ],
  };
}

function wholeNumber(min?: number, max?: number): string {
  const least = min === undefined ? '' : ` from ${String(min)}`;
  return `must be a whole number${least}${max === undefined ? '' : ` to ${String(max)}`}`;
}

/** A timestamp in an answer. */
export const timestamp = text({ format: 'date-time' });

/** A day in an answer. */
export const day = text({ format: 'date' });

/** A UUID, in lower case. */
export const uuid: Kind<string> = {
  schema: { type: 'string', format: 'uuid' },
  checks: (each) => [IsUUID('all', { ...each, message: 'must be a UUID', context: DECIDES })],
  read: (given) => (typeof given === 'string' ? given.toLowerCase() : given),
};

/** An object of a class of fields. */
export function object<T extends object>(nested: FieldClass<T>, message = 'must be an object'): Kind<T> {
  return {
    schema: {},
    nested,
    checks: (each) => [IsObject({ ...each, message, context: DECIDES })],
  };
}

export interface ListRules {
  message?: string;
  min?: readonly [least: number, message: string];
  max?: readonly [most: number, message: string];
  /** Duplicates count once. */
  distinct?: boolean;
}

/** A list of values of one kind. */
export function list<T>(item: Kind<T>, { message = 'must be a list', min, max, distinct }: ListRules = {}): Kind<T[]> {
  const { read, nested } = item;
  return {
    schema: {
      ...(min !== undefined && { minItems: min[0] }),
      ...(max !== undefined && { maxItems: max[0] }),
      type: 'array',
      items: item.schema,
    },
    ...(nested !== undefined && { nested }),
    ...(read !== undefined && { read: (given: unknown) => (Array.isArray(given) ? given.map(read) : given) }),
    ...(distinct && { settle: (values: T[]) => [...new Set(values)] }),
    checks: () => [
      IsArray({ message, context: DECIDES }),
      ...(min === undefined ? [] : [ArrayMinSize(min[0], { message: min[1] })]),
      ...(max === undefined ? [] : [ArrayMaxSize(max[0], { message: max[1] })]),
      ...item.checks({ each: true }),
    ],
  };
}

/** Any members at all, in an answer. */
export const members: Kind<Record<string, unknown>> = {
  schema: { type: 'object', propertyNames: { type: 'string' }, additionalProperties: {} },
  checks: () => [],
};
