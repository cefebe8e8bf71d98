/** The current time. Every expiry uses it, so that tests can set it. */
export class Clock {
  now(): Date {
    return new Date();
  }

  /** Seconds since 1970, as JWTs count (RFC 7519 section 2, NumericDate). */
  seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }
}
