/** The form of SMTP_URL. Apart from smtp.ts, so that reading the configuration loads no mail library. */

/** How SMTP_URL is to look. */
const smtpUrlExpected = 'smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465';

/** Returns what was expected of SMTP_URL instead of `text`; `null` if it is one. */
export const smtpUrlProblem = (text: string): string | null => {
  if (!/^smtps?:\/\//.test(text) || !URL.canParse(text)) return smtpUrlExpected;
  const { hostname, pathname } = new URL(text);
  return hostname === '' || !/^\/?$/.test(pathname) ? smtpUrlExpected : null;
};
