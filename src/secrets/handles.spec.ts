import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { Handles, uuidBytes, uuidText } from './handles.js';
import { SecretKey } from './secret-key.js';

const handles = new Handles(new SecretKey('a secret key of the server, for tests'));
const bytes = fc.uint8Array({ minLength: 1, maxLength: 80 }).map((array) => Buffer.from(array));

describe('a handle', () => {
  it('gives back what it was made of', () => {
    fc.assert(
      fc.property(bytes, (body) => {
        expect(handles.parse('lkx_', body.length, handles.format('lkx_', body))).toEqual(body);
      }),
    );
  });

  it('is none of another kind, though the same bytes are inside', () => {
    fc.assert(
      fc.property(bytes, (body) => {
        const handle = handles.format('lkx_', body);
        expect(handles.parse('lky_', body.length, handle)).toBeUndefined();
        expect(handles.parse('lky_', body.length, handle.replace('lkx_', 'lky_'))).toBeUndefined();
        expect(handles.parse('', body.length, handle.slice(4))).toBeUndefined();
      }),
    );
  });

  it('is none of another length', () => {
    const handle = handles.format('lkx_', Buffer.alloc(48));
    for (const length of [0, 1, 32, 47, 49, 64]) expect(handles.parse('lkx_', length, handle)).toBeUndefined();
  });

  it('carries a UUID as sixteen bytes', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(uuidBytes(uuid)).toHaveLength(16);
        expect(uuidText(uuidBytes(uuid))).toBe(uuid);
      }),
    );
  });
});
