/** The URL cannot be understood. The message continues a sentence that begins with the setting's name. */
export class DatabaseUrlFault extends Error {}

export function refuse(fault: string): never {
  throw new DatabaseUrlFault(fault);
}

export function oneOf<const T extends readonly string[]>(values: T, name: string, value: string, mend = ''): T[number] {
  return values.includes(value) ? value : refuse(`has ${name}=${value}, which is none of ${values.join(', ')}${mend}`);
}
