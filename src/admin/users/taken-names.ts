/** Bounds how often one account, and one network, hears whether a user name is somebody's. Shared by all nodes. */
export abstract class TakenNames {
  /** Counts one question. Undefined: it may be answered, else how many seconds to wait. */
  abstract admit(userId: string, network: string): Promise<number | undefined>;
}
