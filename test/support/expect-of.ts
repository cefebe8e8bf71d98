import { expect } from '@jest/globals';

type Matchers = ReturnType<typeof expect>;

/** `expect(value)` whose failure also names the subject: for assertions in a loop. */
export function expectOf(subject: string | undefined, value: unknown): Matchers {
  return naming(String(subject), expect(value));
}

function naming<T extends object>(subject: string, matchers: T): T {
  return new Proxy(matchers, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      if (typeof member === 'function') return named(subject, member.bind(target) as (...args: unknown[]) => unknown);
      return typeof member === 'object' && member !== null ? naming(subject, member) : member;
    },
  });
}

function named(subject: string, match: (...args: unknown[]) => unknown) {
  const fail = (error: unknown): never => {
    if (error instanceof Error) error.message = `${subject}: ${error.message}`;
    throw error;
  };
  return (...args: unknown[]) => {
    try {
      const outcome = match(...args);
      return outcome instanceof Promise ? outcome.catch(fail) : outcome;
    } catch (error) {
      return fail(error);
    }
  };
}
