/** The reader's time zone by its IANA name, in which the log's days begin and end. */
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
