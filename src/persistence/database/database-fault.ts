/** The database cannot be used as it is. One line that begins with the setting and ends with what an operator does. */
export class DatabaseFault extends Error {}
