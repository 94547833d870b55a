import type { Directory } from '../pbx';

/** An API client of the PBX (service principal). */
export interface ApiClient {
  readonly id: string;
  secret: string;
  role: string;
  callControl: boolean;
  xapi: boolean;
  /** DNs it may see and control besides its own. */
  watched: string[];
  lastUsedAt: number | undefined;
}

/** The API clients; each is the owner of the route point of its name. */
export class Clients {
  private readonly clients = new Map<string, ApiClient>();

  constructor(private readonly directory: () => Directory) {
    this.reset();
  }

  all(): ApiClient[] {
    return [...this.clients.values()];
  }

  get(id: string): ApiClient | undefined {
    return this.clients.get(id);
  }

  add(client: ApiClient): void {
    this.clients.set(client.id, client);
  }

  remove(id: string): void {
    this.clients.delete(id);
  }

  /** Own DN and listed DNs that exist, in order. */
  scopeOf(client: ApiClient): string[] {
    const known = [client.id, ...client.watched].filter((number) => this.directory().get(number));
    return [...new Set(known)];
  }

  /** Whether a DN that exists is in the scope of a client; asked for every frame. */
  watches({ id, watched }: ApiClient, dn: string): boolean {
    return id === dn || watched.includes(dn);
  }

  reset(): void {
    this.clients.clear();
    const everything = this.directory()
      .all()
      .filter((dn) => dn.kind !== 'trunk' && dn.kind !== 'routePoint')
      .map((dn) => dn.number);
    const common = { callControl: true, xapi: true, lastUsedAt: undefined };
    this.add({
      ...{ id: '900', secret: 'simulator-secret', role: 'system_owners', watched: everything },
      ...common,
    });
    const few = ['100', '101', '102', '103', '104'];
    this.add({ id: '901', secret: 'simulator-secret-2', role: 'users', watched: few, ...common });
  }
}
