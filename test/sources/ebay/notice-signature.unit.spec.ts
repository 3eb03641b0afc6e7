import { generateKeyPairSync, sign } from 'node:crypto';
import { expect } from 'chai';
import { isSigned, type NoticeKey, readNoticeKey, readSignature } from '../../../src/sources/ebay/notice-signature.js';

const kid = '9936261a-7d7b-4621-a0f1-96ccb428af49';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const answer = (changes: object = {}): string =>
  JSON.stringify({ algorithm: 'ECDSA', digest: 'SHA1', key: pem.replaceAll('\n', ''), ...changes });
const notice = { metadata: { topic: 'MARKETPLACE_ACCOUNT_DELETION' }, notification: { data: { username: 'ü' } } };
const body = Buffer.from(JSON.stringify(notice));
const signed = (text: Buffer, digest = 'sha1'): string => sign(digest, text, privateKey).toString('base64');
const headerOf = (fields: object): string => Buffer.from(JSON.stringify(fields)).toString('base64');
const key = (): NoticeKey => readNoticeKey('/key', answer());

describe('the signature of a notice of eBay', () => {
  it('is read from the header', () => {
    const signature = signed(body);
    const header = headerOf({ alg: 'ecdsa', kid, signature, digest: 'SHA1' });
    expect(readSignature(header)).to.deep.equal({ kid, signature });
  });

  for (const [what, header] of [
    ['nothing', undefined],
    ['an empty text', ''],
    ['no base64 of JSON', 'abc'],
    ['JSON that is no object', Buffer.from('7').toString('base64')],
    ['no id of a key', headerOf({ signature: 'abcd' })],
    ['an id that is a path', headerOf({ kid: '../../token', signature: 'abcd' })],
    ['an endless id', headerOf({ kid: 'a'.repeat(101), signature: 'abcd' })],
    ['no signature', headerOf({ kid })],
    ['a signature that is no base64', headerOf({ kid, signature: '###' })],
    ['an endless header', headerOf({ kid, signature: 'A'.repeat(8_000) })],
  ] as const) {
    it(`is none: ${what}`, () => {
      expect(readSignature(header)).to.equal(null);
    });
  }

  it('is that of the key over the body, also where the body has space between its values', () => {
    const signature = { kid, signature: signed(body) };
    expect(isSigned(body, signature, key())).to.equal(true);
    expect(isSigned(Buffer.from(JSON.stringify(notice, null, 2)), signature, key())).to.equal(true);
    const spaced = Buffer.from('{ "a": 1.0 }');
    expect(isSigned(spaced, { kid, signature: signed(spaced) }, key())).to.equal(true);
    const sha256 = { kid, signature: signed(body, 'sha256') };
    expect(isSigned(body, sha256, readNoticeKey('/key', answer({ digest: 'SHA256' })))).to.equal(true);
  });

  it('is not that of another body, another key or another digest, nor any bytes', () => {
    const signature = { kid, signature: signed(body) };
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });
    for (const [what, wrong] of [
      ['another body', isSigned(Buffer.from(body.toString().replace('ü', 'u')), signature, key())],
      ['no JSON', isSigned(Buffer.from('{'), signature, key())],
      ['nothing', isSigned(Buffer.alloc(0), signature, key())],
      ['another key', isSigned(body, signature, readNoticeKey('/key', answer({ key: other })))],
      ['another digest', isSigned(body, { kid, signature: signed(body, 'sha256') }, key())],
      ['bytes', isSigned(body, { kid, signature: 'AAAA' }, key())],
    ] as const)
      expect(wrong, what).to.equal(false);
  });

  it('needs a key of an elliptic curve', () => {
    expect(key().digest).to.equal('sha1');
    expect(readNoticeKey('/key', answer({ key: pem })).key.asymmetricKeyType).to.equal('ec');
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({ type: 'spki', format: 'pem' });
    for (const [text, expected] of [
      ['<html>', /HTML instead of JSON/],
      ['{}', /an ECDSA key with its digest/],
      [answer({ digest: 'MD5' }), /an ECDSA key with its digest/],
      [answer({ algorithm: 'RSA' }), /an ECDSA key with its digest/],
      [answer({ key: 'nonsense' }), /a public key/],
      [answer({ key: rsa }), /of an elliptic curve/],
    ] as const)
      expect(() => readNoticeKey('/key', text))
        .to.throw(expected)
        .with.property('code', 'SOURCE_PAYLOAD_INVALID');
  });
});
