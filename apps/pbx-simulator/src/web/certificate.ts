import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A self-signed certificate for the loopback address, PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const OID = {
  ecdsaWithSha256: '06082a8648ce3d040302',
  commonName: '0603550403',
  subjectAltName: '0603551d11',
  basicConstraints: '0603551d13',
} as const;
const YEAR_MS = 365 * 86_400_000;

/**
 * Node has no builder of certificates and none may be fetched, so the few fields that one needs
 * are written as DER here. SAN: localhost, 127.0.0.1 and ::1.
 */
export function selfSigned(now: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = seq(set(seq(raw(OID.commonName), utf8('3CX PBX simulator'))));
  const body = seq(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    seq(raw(OID.ecdsaWithSha256)),
    name,
    seq(time(now - 86_400_000), time(now + 5 * YEAR_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, seq(alternativeNames(), isAuthority())),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = seq(body, seq(raw(OID.ecdsaWithSha256)), bits(signature));
  const base64 = certificate.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function alternativeNames(): Buffer {
  const dns = tagged(0x82, Buffer.from('localhost'));
  const ipv4 = tagged(0x87, Buffer.from([127, 0, 0, 1]));
  const ipv6 = tagged(0x87, Buffer.from([...new Array<number>(15).fill(0), 1]));
  return seq(raw(OID.subjectAltName), tagged(0x04, seq(dns, ipv4, ipv6)));
}

/** So that it can be trusted by itself, as the authority of its own. */
function isAuthority(): Buffer {
  const truth = tagged(0x01, Buffer.from([0xff]));
  return seq(raw(OID.basicConstraints), truth, tagged(0x04, seq(truth)));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const seq = (...parts: Buffer[]) => tagged(0x30, Buffer.concat(parts));
const set = (...parts: Buffer[]) => tagged(0x31, Buffer.concat(parts));
const explicit = (tag: number, content: Buffer) => tagged(0xa0 + tag, content);
const integer = (content: Buffer) => tagged(0x02, content);
const bits = (content: Buffer) => tagged(0x03, Buffer.concat([Buffer.from([0]), content]));
const utf8 = (text: string) => tagged(0x0c, Buffer.from(text));
const raw = (hex: string) => Buffer.from(hex, 'hex');
const time = (atMs: number) =>
  tagged(0x18, Buffer.from(new Date(atMs).toISOString().replace(/[-:T]|\.\d+/g, '')));
