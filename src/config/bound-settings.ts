import { SECONDS } from '../protocol/durations.js';
import { ServerSettings } from './server-settings.js';
import { Setting, wholeNumber } from './setting-kinds.js';

/** How many attempts, rows and refusals are allowed per account, per network and in all. */
export class BoundSettings extends ServerSettings {
  @Setting(wholeNumber(0, 1_000_000), {
    about:
      'Applications that a member may have at once; 0: members create none. Admins, and what registers itself, have no such bound.',
    example: '100',
    fallback: '100',
  })
  APPLICATIONS_PER_MEMBER!: number;

  @Setting(wholeNumber(1, 1_000_000), {
    about: 'Brands that a member may own at once. Admins have no such bound.',
    example: '100',
    fallback: '100',
  })
  BRANDS_PER_MEMBER!: number;

  @Setting(wholeNumber(1, 1_000_000), {
    about: 'Protected resources that a member may have at once. Admins have no such bound.',
    example: '200',
    fallback: '200',
  })
  RESOURCES_PER_MEMBER!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Sign-ins that one account keeps at once, over all applications, and as many browser sessions. Beyond, those go that were not used for the longest time, sign-ins after a day: first of the application and address that have most.',
    example: '50000',
    fallback: '50000',
  })
  SIGN_INS_PER_ACCOUNT!: number;

  @Setting(wholeNumber(1, 1_000_000), {
    about: 'Failed sign-ins of one account from one network (an IPv4 address or an IPv6 /64) before it has to wait.',
    example: '10',
    fallback: '10',
  })
  ATTEMPTS_PER_ACCOUNT_AND_NETWORK!: number;

  @Setting(wholeNumber(1, SECONDS.day), {
    about: 'Seconds in which those failures are counted.',
    example: '900',
    fallback: '900',
  })
  ATTEMPTS_PER_ACCOUNT_AND_NETWORK_WINDOW!: number;

  @Setting(wholeNumber(1, 1_000_000), {
    about:
      'Failed sign-ins of one account from everywhere before unfamiliar networks have to wait, and from familiar ones only the right password passes.',
    example: '100',
    fallback: '100',
  })
  ATTEMPTS_PER_ACCOUNT!: number;

  @Setting(wholeNumber(1, SECONDS.day), {
    about: 'Seconds in which those failures are counted.',
    example: '3600',
    fallback: '3600',
  })
  ATTEMPTS_PER_ACCOUNT_WINDOW!: number;

  @Setting(wholeNumber(1, 1_000_000), {
    about: 'Failed sign-ins from one network, for all accounts, before it has to wait.',
    example: '1000',
    fallback: '1000',
  })
  ATTEMPTS_PER_NETWORK!: number;

  @Setting(wholeNumber(1, SECONDS.day), {
    about: 'Seconds in which those failures are counted.',
    example: '900',
    fallback: '900',
  })
  ATTEMPTS_PER_NETWORK_WINDOW!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Names that no account has whose failed sign-ins are counted, by all processes together: so many by name, and so many by name and network (240 bytes each). Each counts for the window of its counter, an hour at most by default. Beyond, the oldest are forgotten within some two minutes; the newest always count.',
    example: '1000000',
    fallback: '1000000',
  })
  ATTEMPTS_OF_UNKNOWN_NAMES!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Pushed authorization requests that one process keeps at once for one network, or for one application of an account that proved who it is (2 kB each on average). Each is kept for eleven minutes. As many authorization requests that are too long for an address, or were pushed, may wait for people: an hour each, ten minutes where half of the room is taken.',
    example: '10000',
    fallback: '10000',
  })
  PUSHED_REQUESTS_PER_NETWORK!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      "Pushed authorization requests that one process keeps at once, and as many that wait for people. Those of one account's applications are a quarter of them, or as many as one application may have where that is more.",
    example: '100000',
    fallback: '100000',
  })
  PUSHED_REQUESTS!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Device codes that one process keeps at once for one network, or for one application of an account that proved who it is. Each is kept for twenty minutes.',
    example: '5000',
    fallback: '5000',
  })
  DEVICE_CODES_PER_NETWORK!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      "Device codes that one process keeps at once. Those of one account's applications are a quarter of them, or as many as one application may have where that is more.",
    example: '50000',
    fallback: '50000',
  })
  DEVICE_CODES!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Used assertions and DPoP proofs that one process keeps at once for one network, or for one application of an account that proved who it is. Each is kept until it has expired.',
    example: '200000',
    fallback: '200000',
  })
  USED_ASSERTIONS_PER_NETWORK!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      "Used assertions and DPoP proofs that one process keeps at once. Assertions of one account's applications are a quarter of them, or as many as one application may have where that is more.",
    example: '2000000',
    fallback: '2000000',
  })
  USED_ASSERTIONS!: number;

  @Setting(wholeNumber(1, 1_000_000), {
    about:
      'Open registrations of applications from one network in an hour, refused ones included. All people of a hosted program, such as an assistant that registers itself for each of them, share its network.',
    example: '300',
    fallback: '300',
  })
  REGISTRATIONS_PER_NETWORK!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about: 'Applications that may register themselves openly at one process in a day (4 kB each on average).',
    example: '20000',
    fallback: '20000',
  })
  REGISTRATIONS!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Refusals of requests without a proved credential that one process audits each, in a day, for one network; others are counted.',
    example: '5000',
    fallback: '5000',
  })
  REFUSALS_PER_NETWORK!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Refusals of requests without a proved credential that one process audits each, in a day; others are counted.',
    example: '50000',
    fallback: '50000',
  })
  REFUSALS!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Refusals that one process audits each, in a day, for one account that proved who it is, its applications included; others are counted.',
    example: '20000',
    fallback: '20000',
  })
  REFUSALS_PER_ACCOUNT!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Requests by which one member may change something through the administration API of one process in a day, and as many by API keys and applications of theirs. Admins have no such bound.',
    example: '10000',
    fallback: '10000',
  })
  WRITES_PER_MEMBER!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Changed registrations and revocations of everything that one process takes in a day from one network, or from one application of an account that proved who it is.',
    example: '10000',
    fallback: '10000',
  })
  CLIENT_WRITES_PER_NETWORK!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      "Changed registrations and revocations of everything that one process takes in a day. Revocations by one account's applications are a quarter of them, or as many as one application may have where that is more.",
    example: '100000',
    fallback: '100000',
  })
  CLIENT_WRITES!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Mails to one address in an hour, of those that were asked for (new passwords, confirmations) and of those that tell what happened, each.',
    example: '10',
    fallback: '10',
  })
  MAILS_PER_ADDRESS!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Mails that one network, or one account that is signed in, may ask for at one process in an hour; of an account they do not count for its network.',
    example: '50',
    fallback: '50',
  })
  MAILS_PER_NETWORK!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about: 'Mails that may be asked for at one process in an hour.',
    example: '5000',
    fallback: '5000',
  })
  MAILS!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Access tokens that one application may have revoked one by one at one process and that have not expired yet; every node remembers each. Revoked sign-ins do not count.',
    example: '50000',
    fallback: '50000',
  })
  REVOKED_TOKENS_PER_APPLICATION!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Access tokens that may be revoked one by one at one process in a day for the applications of one account that prove who they are, and as many of one person at other applications, or from one network where no person signed in.',
    example: '200000',
    fallback: '200000',
  })
  REVOKED_TOKENS_PER_ACCOUNT!: number;

  @Setting(wholeNumber(1, 100_000_000), {
    about:
      'Access tokens that may be revoked one by one at one process in a day; every node remembers those that have not expired.',
    example: '2000000',
    fallback: '2000000',
  })
  REVOKED_TOKENS!: number;
}
