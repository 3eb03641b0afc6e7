/** Creates self-signed certificates for one IPv4 address and localhost: Node can sign, but not encode certificates. */
import { generateKeyPairSync, sign } from 'node:crypto';

const length = (size: number): Buffer => {
  if (size < 128) return Buffer.from([size]);
  const bytes = Buffer.from(size.toString(16).padStart(size > 255 ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
};
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), length(body.length), body]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const objectId = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const utcTime = (time: Date): Buffer =>
  der(0x17, Buffer.from(time.toISOString().replace(/[-:T]/g, '').slice(2, 14) + 'Z'));
const isTrue = der(0x01, Buffer.from([0xff]));

const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));
const name = sequence(der(0x31, sequence(objectId('550403'), der(0x0c, Buffer.from('tcg-ledger test')))));
const extensionsFor = (address: string): Buffer =>
  der(
    0xa3,
    sequence(
      // basicConstraints: an authority, its own.
      sequence(objectId('551d13'), isTrue, der(0x04, sequence(isTrue))),
      // subjectAltName
      sequence(
        objectId('551d11'),
        der(
          0x04,
          sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from(address.split('.').map(Number)))),
        ),
      ),
    ),
  );

export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** Returns a certificate and key in PEM, valid for a day. */
export const selfSigned = (address = '127.0.0.1'): Certificate => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(utcTime(new Date(now - 3_600_000)), utcTime(new Date(now + 86_400_000))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensionsFor(address),
  );
  const certificate = sequence(
    signed,
    ecdsaWithSha256,
    der(0x03, Buffer.from([0]), sign('sha256', signed, privateKey)),
  );
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: Buffer.from(`-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`),
  };
};
