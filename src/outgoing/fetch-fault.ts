/** Why an address was not fetched, or its answer refused. For logs and owners; it may name internal addresses. */
export class FetchFault extends Error {}

/** No connection was possible, nor would it be for another path of the same host. */
export class Unreachable extends FetchFault {}
