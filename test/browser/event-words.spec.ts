import { describe, expect, it } from '@jest/globals';
import { EVENT_WORDS, actionsLike, titleOf } from '../../console/src/kit/event-words.js';
import { AUDIT_ACTIONS } from '../../src/protocol/audit-actions.js';

describe('the words for events', () => {
  it('are there for every action of the audit trail, and for no other', () => {
    expect(Object.keys(EVENT_WORDS).sort()).toEqual([...AUDIT_ACTIONS].sort());
  });

  it('differ for each action', () => {
    expect(new Set(Object.values(EVENT_WORDS)).size).toBe(AUDIT_ACTIONS.length);
  });

  it('leave a refused request its method and path', () => {
    expect(titleOf('POST /oauth/token')).toBe('POST /oauth/token');
  });

  it('lead to the action by what people call it', () => {
    expect(actionsLike('Password set')).toEqual(['user.password-reset']);
    expect(actionsLike('passkey-r')).toEqual(['user.passkey-remove', 'user.passkey-rename']);
  });
});
