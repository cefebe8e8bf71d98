import { Server } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { freePort } from './free-port.js';

afterEach(() => {
  jest.restoreAllMocks();
});

/** The first attempt to listen fails so. */
function failing(code: string) {
  return jest.spyOn(Server.prototype, 'listen').mockImplementationOnce(function (this: Server) {
    setImmediate(() => this.emit('error', Object.assign(new Error(`listen ${code}`), { code })));
    return this;
  });
}

describe('a free port', () => {
  it.each(['EAFNOSUPPORT', 'EADDRNOTAVAIL'])(
    'of HOST=:: without IPv6 (%s) is one of every IPv4 address',
    async (code) => {
      const listen = failing(code);
      expect(await freePort('::')).toBeGreaterThan(0);
      expect(listen).toHaveBeenLastCalledWith({ port: 0, host: '0.0.0.0' }, expect.any(Function));
    },
  );

  it.each([
    ['::', 'EACCES'],
    ['::1', 'EADDRNOTAVAIL'],
  ])('of HOST=%s is none where listening fails otherwise (%s)', async (host, code) => {
    failing(code);
    await expect(freePort(host)).rejects.toMatchObject({ code });
  });
});
