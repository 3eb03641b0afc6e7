/** The text of a body. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Returns the text of a body without its byte order mark. Throws TypeError if it is not UTF-8. Rejected: U+FFFD for what is
 * not UTF-8, because a file in another encoding would then revise the name of every card.
 */
export const decodeUtf8 = (body: Uint8Array): string => utf8.decode(body);

/** Returns the text of the beginning of a body, which may end within a character. */
export const decodeUtf8Head = (head: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
