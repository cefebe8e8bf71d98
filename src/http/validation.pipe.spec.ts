// An attacker would gain: values that no rule has seen in the store (null, unknown and inherited names), or a request
// whose refusal costs more than the request.
import { describe, expect, it } from '@jest/globals';
import { Field } from '../fields/field.js';
import { flag, list, object, text } from '../fields/kinds.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { schemaOf } from './api-docs/json-schema.js';
import { queryFlag } from './query-flag.js';
import { validationPipe } from './validation.pipe.js';

class Inner {
  @Field(text({ max: 3 })) word!: string;
}

class Body {
  @Field(text()) name!: string;
  @Field(flag, { optional: true }) shown?: boolean;
  @Field(text(), { optional: true, nullable: true }) note?: string | null;
  @Field(list(text({ max: 3 }), { distinct: true }), { optional: true }) words?: string[];
  @Field(object(Inner), { optional: true }) inner?: Inner;
  @Field(list(object(Inner)), { optional: true }) inners?: Inner[];
}

class Query {
  @Field(queryFlag) force = false;
}

const read = (value: unknown, type: 'body' | 'query' = 'body') =>
  validationPipe.transform(value, { type, metatype: type === 'body' ? Body : Query });

function faultsOf(value: unknown, type: 'body' | 'query' = 'body') {
  try {
    read(value, type);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidRequest);
    return (error as InvalidRequest).fields.map(({ field, message }) => `${field}: ${message}`);
  }
  return [];
}

describe('the validation pipe', () => {
  it('hands on what was given, and nothing for what was left out', () => {
    expect(read({ name: 'a', note: null })).toEqual({ name: 'a', note: null });
    expect(Object.keys(read({ name: 'a' }) as object)).toEqual(['name']);
  });

  it('refuses null for an optional field that is not nullable', () => {
    expect(faultsOf({ name: 'a', shown: null, words: null, inner: null })).toEqual([
      'shown: must be true or false',
      'words: must be a list',
      'inner: must be an object',
    ]);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('refuses the inherited name %s', (name) => {
    expect(faultsOf({ name: 'a', [name]: 1 })).toEqual([`${name}: is not a field of this resource`]);
  });

  it('refuses an own __proto__', () => {
    expect(faultsOf(JSON.parse('{"name":"a","__proto__":{"shown":true}}'))).toEqual([
      '__proto__: is not a field of this resource',
    ]);
  });

  it.each(['constructor', 'then', 'toString'])('refuses an object with a member %s where text belongs', (member) => {
    const value = { [member]: 1 };
    expect(faultsOf({ name: value, words: [value] })).toEqual(['name: must be a string', 'words.0: must be a string']);
  });

  it('refuses unknown members of nested objects', () => {
    expect(faultsOf({ name: 'a', inner: { word: 'b', more: 1 }, inners: [{ word: 'c', other: 1 }] })).toEqual([
      'more: is not a field of this resource',
      'other: is not a field of this resource',
    ]);
  });

  it('names the place of a fault within lists and objects', () => {
    expect(faultsOf({ name: 'a', words: ['abc', 'abcd', 1], inner: {}, inners: [{ word: 'abcd' }, 1, []] })).toEqual([
      'words.1: must have at most 3 characters',
      'words.2: must be a string',
      'inner.word: must be a string',
      'inners.1: must be an object',
      'inners.2: must be an object',
      'inners.0.word: must have at most 3 characters',
    ]);
  });

  it('counts what is given twice once, after each was checked in its place', () => {
    expect(read({ name: 'a', words: ['b', 'b', 'c'] })).toEqual({ name: 'a', words: ['b', 'c'] });
    expect(faultsOf({ name: 'a', words: ['b', 'b', 'abcd'] })).toEqual(['words.2: must have at most 3 characters']);
  });

  it('refuses a parameter of a query that is given twice', () => {
    expect(faultsOf({ force: ['true', 'false'] }, 'query')).toEqual(['force: must be true or false']);
    expect(faultsOf({ strange: '1' }, 'query')).toEqual(['strange: is not a parameter of this call']);
    expect(read({}, 'query')).toEqual({ force: false });
  });

  it('names at most twenty faults', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`more${String(index)}`, 1]));
    expect(faultsOf({ name: 'a', words: Array(50).fill(1), ...many })).toHaveLength(20);
  });

  it.each([[[]], [1], ['text'], [null]])('refuses %j as a body', (body) => {
    expect(() => read(body)).toThrow('The request body must be a JSON object');
  });

  it('is as strict as the document says: additionalProperties is false, in nested objects too', () => {
    expect(schemaOf(Body)).toMatchObject({
      additionalProperties: false,
      required: ['name'],
      properties: { inner: { additionalProperties: false }, inners: { items: { additionalProperties: false } } },
    });
  });
});
