/** Why an address was not fetched, or its answer not taken. For logs and owners; it may name internal addresses. */
export class FetchFault extends Error {}

/** No connection came about: it would not for another path of the same host either. */
export class Unreachable extends FetchFault {}
