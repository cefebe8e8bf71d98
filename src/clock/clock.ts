/** What time it is. Everything that expires asks here, so that tests can move the hands. */
export class Clock {
  now(): Date {
    return new Date();
  }

  /** Seconds since 1970, as JWTs count (RFC 7519 section 2, NumericDate). */
  seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }
}
