// `@jest/globals`, for modules that outlive the spec file that loaded them: what is called is of the spec file that runs.
const current = () => globalThis[Symbol.for('jest globals')];
const late = (name) =>
  new Proxy(() => undefined, {
    apply: (_target, _self, given) => current()[name](...given),
    get: (_target, key) => current()[name][key],
  });

export const afterAll = late('afterAll');
export const afterEach = late('afterEach');
export const beforeAll = late('beforeAll');
export const beforeEach = late('beforeEach');
export const describe = late('describe');
export const expect = late('expect');
export const it = late('it');
export const jest = late('jest');
