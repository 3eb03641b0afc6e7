/**
 * Goal: the button of a page posts the token of its address, and says what came of it. Method: the script of the pages, run with a
 * document of four elements.
 */
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { accountScript, resetPage, verifyPage } from '../../src/api/account-pages.js';

const attribute = (html: string, name: string): string => new RegExp(`${name}="([^"]*)"`).exec(html)?.[1] ?? '';

interface Sent {
  readonly path: string;
  readonly options: { readonly method: string; readonly headers: Record<string, string>; readonly body: string };
}

/** Presses the button of a page; returns what was sent, and what the page says then. */
const press = async (
  html: string,
  { fields = {}, answer }: { fields?: Record<string, string>; answer: object | null },
): Promise<{ sent: Sent[]; says: string; hidden: boolean }> => {
  const sent: Sent[] = [];
  let submit: (event: { preventDefault: () => void }) => Promise<void> = async () => undefined;
  const form = {
    hidden: false,
    dataset: { path: attribute(html, 'data-path'), done: attribute(html, 'data-done') },
    addEventListener: (_type: string, listener: typeof submit) => (submit = listener),
  };
  const output = { textContent: '' };
  runInNewContext(accountScript, {
    document: { querySelector: (name: string) => (name === 'form' ? form : output) },
    location: { pathname: '/v1/auth/verify/abc123' },
    FormData: function FormData() {
      return Object.entries(fields);
    },
    fetch: async (path: string, options: Sent['options']) => {
      sent.push({ path, options });
      if (answer === null) throw new Error('away');
      return answer;
    },
  });
  let isPrevented = false;
  await submit({ preventDefault: () => (isPrevented = true) });
  expect(isPrevented, 'the address of the page does not change').to.equal(true);
  return { sent, says: output.textContent, hidden: form.hidden };
};

describe('the pages of links in mails', () => {
  it('post the token as JSON, with the fields of the form', async () => {
    const verified = await press(verifyPage, { answer: { ok: true } });
    expect(verified.sent.map(({ path, options }) => [path, options.method, JSON.parse(options.body)])).to.deep.equal([
      ['/v1/auth/verify', 'POST', { token: 'abc123' }],
    ]);
    expect(verified.sent[0]?.options.headers).to.deep.include({ 'Content-Type': 'application/json' });
    expect([verified.says, verified.hidden]).to.deep.equal(['Thank you: the address is confirmed.', true]);
    const reset = await press(resetPage, { fields: { password: 'new one' }, answer: { ok: true } });
    expect(reset.sent[0]?.path).to.equal('/v1/auth/password/reset');
    expect(JSON.parse(reset.sent[0]?.options.body ?? '')).to.deep.equal({ token: 'abc123', password: 'new one' });
  });

  it('say what the API says, or that it does not answer', async () => {
    const detail = 'the link was used before, or has expired: ask for a new one';
    const refused = await press(verifyPage, { answer: { ok: false, json: async () => ({ detail }) } });
    expect([refused.says, refused.hidden]).to.deep.equal([detail, false]);
    expect((await press(verifyPage, { answer: null })).says).to.equal('The server does not answer.');
  });
});
