import { Param } from '@nestjs/common';
import { Field } from '../fields/field.js';
import type { FieldClass, Kind } from '../fields/kind.js';
import { ApiParam } from './open-api.js';
import { validated } from './validation.pipe.js';

/** A parameter of the path, read and documented by its kind as a field of a body is. */
export function PathParam(name: string, kind: Kind<string>): ParameterDecorator {
  const Path = class extends Object {} as unknown as FieldClass<Record<string, string>>;
  Field(kind)(Path.prototype as Record<string, unknown>, name as never);
  const pipe = {
    transform: (value: unknown) => validated(Path, { [name]: value }, 'is not a parameter of this call')[name],
  };
  const { description, ...schema } = kind.schema;
  return (target, key, index) => {
    Param(name, pipe)(target, key, index);
    const descriptor = Object.getOwnPropertyDescriptor(target, key ?? '');
    if (key === undefined || descriptor === undefined) return;
    ApiParam({
      name,
      required: true,
      ...(description !== undefined && { description: description as string }),
      schema,
    })(target, key, descriptor);
  };
}
