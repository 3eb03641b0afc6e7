/** A mail: plain text and HTML that say the same, the chart as a picture, and a way to end it (RFC 8058). */
import type { InlinePicture, Mail } from '../../mail/mailer.js';
import { factLines, type MessageText } from '../message-text.js';

export interface MailParts {
  readonly to: string;
  /** Of the message: the same on every try. */
  readonly messageId: string;
  readonly texts: readonly MessageText[];
  /** PNG, of a single message. */
  readonly chart: Buffer | null;
  /** Switches the channel off: a page by GET, at once by POST. `null`: it is the operator's, whom the configuration names. */
  readonly unsubscribeUrl: string | null;
}

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const chartCid = 'price-chart';
const chartWords = 'The price of the last 30 days';

const rowsHtml = (facts: MessageText['facts']): string =>
  facts
    .map(([label, value]) =>
      label === ''
        ? `<tr><td colspan="2" style="padding:2px 0">${escapeHtml(value)}</td></tr>`
        : `<tr><th scope="row" align="left" style="padding:2px 16px 2px 0;color:#52525b;font-weight:normal">${escapeHtml(label)}</th>` +
          `<td style="padding:2px 0">${escapeHtml(value)}</td></tr>`,
    )
    .join('\n');

const sectionHtml = ({ title, facts, url }: MessageText, chart: boolean): string => {
  const picture = chart
    ? `<p><img src="cid:${chartCid}" width="560" height="160" alt="${chartWords}" style="max-width:100%;height:auto"></p>`
    : '';
  const link = url === null ? '' : `<p><a href="${escapeHtml(url)}">Details</a></p>`;
  return `<h1 style="font-size:18px;margin:0 0 12px">${escapeHtml(title)}</h1>
<table role="presentation" cellspacing="0" cellpadding="0" style="font-size:14px">
${rowsHtml(facts)}
</table>
${picture}${link}`;
};

const sectionText = ({ title, facts, url }: MessageText): string =>
  [title, '', ...factLines(facts), ...(url === null ? [] : ['', url])].join('\n');

const subjectOf = (texts: readonly MessageText[]): string =>
  texts.length === 1 ? (texts[0]?.title ?? '') : `${texts.length} notifications of your alerts`;

/** Returns the mail. */
export const notificationMail = ({ to, messageId, texts, chart, unsubscribeUrl }: MailParts): Mail => {
  const pictures: InlinePicture[] =
    chart === null ? [] : [{ cid: chartCid, filename: 'price.png', contentType: 'image/png', content: chart }];
  const isOperators = unsubscribeUrl === null;
  const footer = isOperators
    ? 'You get this mail because you operate this ledger (ADMIN_EMAIL).'
    : 'You get this mail because of your alerts.';
  const ending = isOperators ? '' : ` <a href="${escapeHtml(unsubscribeUrl)}">Switch it off</a>`;
  const html = texts.map((text) => sectionHtml(text, chart !== null)).join('\n<hr>\n');
  return {
    to,
    subject: subjectOf(texts),
    messageId,
    headers: {
      ...(isOperators
        ? {}
        : {
            'List-Unsubscribe': `<${unsubscribeUrl}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
      'Auto-Submitted': 'auto-generated',
    },
    text: `${texts.map(sectionText).join('\n\n---\n\n')}\n\n${footer}${isOperators ? '' : ` Switch it off: ${unsubscribeUrl}`}\n`,
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subjectOf(texts))}</title></head>
<body style="font-family:system-ui,sans-serif;color:#18181b;max-width:600px;margin:0 auto;padding:16px">
${html}
<p style="font-size:12px;color:#71717a;margin-top:24px">${footer}${ending}</p>
</body></html>
`,
    pictures,
  };
};
