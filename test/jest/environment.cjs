const { TestEnvironment } = require('jest-environment-node');

/** Fake timers are those of the specs, which Node itself loads, and not of a context of jest's. */
module.exports = class NodeLoaderEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const FakeTimers = this.fakeTimersModern.constructor;
    this.fakeTimersModern = new FakeTimers({ config: config.projectConfig, global: globalThis });
  }
};
