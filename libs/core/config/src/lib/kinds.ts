import { isIP } from 'node:net';

/** What a text was understood as, or what it should have been ("a port from 0 to 65535"). */
export type Parsed<T> = { readonly value: T } | { readonly needs: string };

export type Kind<T> = (text: string) => Parsed<T>;

const needs = (what: string) => ({ needs: what });

export const text: Kind<string> = (value) => ({ value });

export const port: Kind<number> = (value) => {
  const number = Number(value);
  const isPort = /^\d{1,5}$/.test(value) && number <= 65_535;
  return isPort ? { value: number } : needs('a port from 0 to 65535');
};

export const flag: Kind<boolean> = (value) =>
  value === 'true' || value === 'false' ? { value: value === 'true' } : needs('true or false');

export const whole =
  (min: number, max: number): Kind<number> =>
  (value) => {
    const number = Number(value);
    const fits = /^\d+$/.test(value) && number >= min && number <= max;
    return fits ? { value: number } : needs(`a whole number from ${min} to ${max}`);
  };

export const oneOf =
  <const T extends readonly string[]>(...values: T): Kind<T[number]> =>
  (value) =>
    values.includes(value) ? { value: value } : needs(`one of ${values.join(', ')}`);

/** Comma separated; blanks around the items do not count. */
export const list =
  <T>(item: Kind<T>): Kind<readonly T[]> =>
  (value) => {
    const values: T[] = [];
    for (const part of value.split(',').map((one) => one.trim())) {
      if (part === '') continue;
      const parsed = item(part);
      if ('needs' in parsed) return needs(`a list of items, each ${parsed.needs}`);
      values.push(parsed.value);
    }
    return { value: values };
  };

export const url =
  (...protocols: readonly string[]): Kind<string> =>
  (value) => {
    const parsed = URL.parse(value);
    const fits = parsed !== null && protocols.includes(parsed.protocol.slice(0, -1));
    return fits
      ? { value: value.replace(/\/+$/, '') }
      : needs(`an address such as ${protocols[0]}://host`);
  };

/** An origin as browsers send it: scheme, host and port, no path. */
export const origin: Kind<string> = (value) => {
  const parsed = URL.parse(value);
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.origin === value
    ? { value }
    : needs('an origin such as https://app.example.com');
};

export const network: Kind<string> = (value) => {
  const [address = '', bits] = value.split('/');
  const family = isIP(address);
  const widest = family === 6 ? 128 : 32;
  const fits =
    family !== 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest)) &&
    value.split('/').length <= 2;
  return fits ? { value } : needs('an address or a network such as 10.0.0.0/8');
};

/** Which proxies are believed: `loopback`, or addresses and networks. */
export const proxy: Kind<string> = (value) =>
  ['loopback', 'linklocal', 'uniquelocal', 'none'].includes(value)
    ? { value }
    : 'value' in network(value)
      ? { value }
      : needs('loopback, none, an address or a network');

/** A PBX host with optional port, or a whole address. */
export const pbxHost: Kind<string> = (value) => {
  const whole = /^https?:\/\//.test(value) ? value : `https://${value}`;
  const parsed = URL.parse(whole);
  const isBare =
    parsed !== null && parsed.pathname === '/' && parsed.search === '' && !parsed.username;
  return isBare && parsed.hostname !== ''
    ? { value: value.replace(/\/+$/, '') }
    : needs('a host such as pbx.example.com, with an optional :port, or https://host:port');
};

/** Exactly 32 bytes in base64. */
export const key32: Kind<string> = (value) =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length === 32
    ? { value }
    : needs('32 bytes in base64, as `openssl rand -base64 32` gives them');

export const atLeast =
  (length: number): Kind<string> =>
  (value) =>
    value.length >= length ? { value } : needs(`at least ${length} characters`);
