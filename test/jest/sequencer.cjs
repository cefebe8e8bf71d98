const { default: TestSequencer } = require('@jest/test-sequencer');

/** Those that start processes and browsers take longest: begun last, one of them would keep the whole run waiting. */
const LONG = /\/test\/(operations|browser|flows)\//;

module.exports = class LongOnesFirst extends TestSequencer {
  sort(tests) {
    const [long, short] = [true, false].map((isLong) => tests.filter(({ path }) => LONG.test(path) === isLong));
    return [...super.sort(long), ...super.sort(short)];
  }
};
