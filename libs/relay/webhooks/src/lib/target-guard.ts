import { lookup as resolve } from 'node:dns/promises';
import { isWithin } from '@3cx-relay/api-keys';
import ipaddr from 'ipaddr.js';
import { errorMessage } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { WebhooksOptions } from './webhooks.options';

export interface TargetAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** The names and addresses of the world; replaced in specs. */
@Injectable()
export class Resolver {
  async addressesOf(host: string): Promise<readonly TargetAddress[]> {
    const found = await resolve(host, { all: true, verbatim: true });
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  }
}

/** A target that must not or cannot be reached; the message is for whoever set the address. */
export class RefusedTargetError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RefusedTargetError';
  }
}

/** Networks of IPv6 that carry an address of IPv4 within, by which a private one could be meant. */
const CARRIERS = ['64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32', '::/96'];

/** Whether an address is one of the public internet and nothing else. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address within IPv6 is that IPv4 address.
  const plain = ipaddr.process(address);
  return plain.range() === 'unicast' && !isWithin(plain.toString(), CARRIERS);
}

/**
 * Keeps webhooks out of networks that are not theirs. A name is resolved once, every address it
 * has is checked, and the connection goes to those addresses: a name that means something else a
 * moment later changes nothing.
 */
@Injectable()
export class TargetGuard {
  constructor(
    private readonly resolver: Resolver,
    private readonly options: WebhooksOptions,
  ) {}

  /**
   * The addresses that may be connected to.
   * @throws RefusedTargetError
   */
  async addressesOf(url: string): Promise<readonly TargetAddress[]> {
    const host = hostOf(url);
    const addresses = await this.resolve(host);
    const refused = addresses.find(({ address }) => !this.allows(address));
    if (refused) {
      throw new RefusedTargetError(
        `${host === refused.address ? host : `${host} is ${refused.address}, which`} is not a public address; WEBHOOK_ALLOW_NETWORKS names private networks that may be reached`,
      );
    }
    return addresses;
  }

  private allows(address: string): boolean {
    return isPublicAddress(address) || isWithin(address, this.options.allowNetworks);
  }

  private async resolve(host: string): Promise<readonly TargetAddress[]> {
    if (ipaddr.isValid(host)) {
      return [{ address: host, family: ipaddr.parse(host).kind() === 'ipv6' ? 6 : 4 }];
    }
    try {
      const found = await this.resolver.addressesOf(host);
      if (found.length > 0) return found;
    } catch (error) {
      throw new RefusedTargetError(`${host} cannot be resolved: ${errorMessage(error)}`, {
        cause: error,
      });
    }
    throw new RefusedTargetError(`${host} has no address`);
  }
}

/** @throws RefusedTargetError for anything but plain http and https */
function hostOf(text: string): string {
  if (!URL.canParse(text)) throw new RefusedTargetError('is not a URL');
  const { protocol, username, password, hostname } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new RefusedTargetError('must be an http or https address');
  }
  if (username !== '' || password !== '') {
    throw new RefusedTargetError('must not contain a user name or password');
  }
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
