import { describe, expect, it } from '@jest/globals';
import { bringBrowser, findBrowser, waysToBring } from '../../scripts/browser.mjs';

type Way = 'apt-get' | 'playwright';
const only = (file: string) => (candidate: string) => candidate === file;

describe('the browser that the tests drive', () => {
  it('is the one that CHROMIUM_PATH names, or the first that runs', () => {
    const env = { PATH: '/opt/bin:/home/ada/bin' };
    expect(findBrowser({ env: { ...env, CHROMIUM_PATH: '/my/own' }, runs: only('/my/own') })).toBe('/my/own');
    expect(findBrowser({ env, runs: only('/usr/bin/google-chrome') })).toBe('/usr/bin/google-chrome');
    expect(findBrowser({ env, runs: only('/home/ada/bin/chromium') })).toBe('/home/ada/bin/chromium');
    expect(findBrowser({ env, runs: () => false })).toBeUndefined();
  });

  it('is never another than CHROMIUM_PATH names', () => {
    const env = { CHROMIUM_PATH: '/my/own' };
    expect(() => findBrowser({ env, runs: only('/usr/bin/chromium') })).toThrow('CHROMIUM_PATH: /my/own');
  });

  it('comes from the packages of the system where they may be installed, else by Playwright', () => {
    expect(waysToBring({ isRoot: true, isDebian: true })).toEqual(['apt-get', 'playwright']);
    expect(waysToBring({ isRoot: false, isDebian: true })).toEqual(['playwright']);
    expect(waysToBring({ isRoot: true, isDebian: false })).toEqual(['playwright']);
  });

  describe('where there is none', () => {
    const ways: Way[] = ['apt-get', 'playwright'];
    const brought = (outcomes: Record<Way, { file?: string; fault?: string }>) => {
      const tried: Way[] = [];
      const bring = (way: Way) => {
        tried.push(way);
        return Promise.resolve(outcomes[way]);
      };
      return { tried, bring };
    };

    it('is not brought where there is one', async () => {
      const { tried, bring } = brought({ 'apt-get': {}, playwright: {} });
      expect(await bringBrowser({ find: () => '/usr/bin/chromium', ways, bring })).toEqual({
        file: '/usr/bin/chromium',
      });
      expect(tried).toEqual([]);
    });

    it('is found where the packages put it', async () => {
      const { tried, bring } = brought({ 'apt-get': {}, playwright: {} });
      const find = () => (tried.length === 0 ? undefined : '/usr/bin/chromium');
      expect(await bringBrowser({ find, ways, bring })).toEqual({ file: '/usr/bin/chromium' });
      expect(tried).toEqual(['apt-get']);
    });

    it('is Playwright’s where the packages have none', async () => {
      const { tried, bring } = brought({ 'apt-get': { fault: 'no network' }, playwright: { file: '/cache/chrome' } });
      expect(await bringBrowser({ find: () => undefined, ways, bring })).toEqual({ file: '/cache/chrome' });
      expect(tried).toEqual(['apt-get', 'playwright']);
    });

    it('is missed for a reason that names every try', async () => {
      const { bring } = brought({ 'apt-get': {}, playwright: { fault: 'no network' } });
      expect(await bringBrowser({ find: () => undefined, ways, bring })).toEqual({
        reason:
          'no browser is on this machine, and none could be brought (apt-get: brought none; playwright: no network)',
      });
    });
  });
});
