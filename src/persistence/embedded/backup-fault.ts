/** A backup cannot be made, or is not one that can be restored. The message is for an operator. */
export class BackupFault extends Error {}
