/** The port for mail. One adapter sends by SMTP (smtp.ts); without SMTP_URL there is none. */

/** A picture in the HTML text, which refers to it as `cid:…`. */
export interface InlinePicture {
  readonly cid: string;
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export interface Mail {
  /** One address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Id of the message, `<…@…>`: a mail that is sent again has the same one. Default: a new one. */
  readonly messageId?: string;
  /** Further headers, such as List-Unsubscribe. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly pictures?: readonly InlinePicture[];
}

/** The mailer as `doctor` reports it. */
export interface MailerDescription {
  /** host:port of the server; no secrets. */
  readonly server: string;
  readonly from: string;
  /** Why mail cannot be sent; `null` if the server takes the credentials. */
  readonly trouble: string | null;
}

export interface Mailer {
  /**
   * Sends a mail once; resolves when the server has taken it. Throws MAIL_UNAVAILABLE (a retry can help) and MAIL_REFUSED (the
   * server will never take it); neither names the recipient.
   */
  send(mail: Mail): Promise<void>;
  /** Asks the server whether it would take mail. Does not throw. */
  describe(): Promise<MailerDescription>;
  /** Waits for mails under way, then closes connections. */
  close(): Promise<void>;
}
