/** The NOTIFY channel by which senders hear of new notifications. */
export const wakeUpChannel = 'delivery_due';

/** Sent when the transaction commits. */
export const notifySql = `notify ${wakeUpChannel}`;
