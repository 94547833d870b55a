import type { ApiClient, Clients } from '../access/clients';
import type { Dn, Leg, Pbx } from '../pbx';
import { type Answer, decoded, type Incoming, jsonOf } from '../web/http';
import { actionBody, Actions } from './actions';
import { Dialect } from './dialect';
import { devicesOf, deviceWire, dnWire, participantWire } from './wire';

const failure = (status: number, message: string): Answer => ({
  status,
  body: { error: status, message },
});

type Request = Pick<Incoming, 'method' | 'path' | 'text'>;

/** What a path names, after `/callcontrol`. */
type Place =
  | { readonly kind: 'all' }
  | { readonly kind: 'dn'; readonly dn: string; readonly rest: readonly string[] };

/** Call Control over REST, and the same requests over the socket. */
export class CallControlRest {
  private readonly actions: Actions;

  constructor(
    private readonly pbx: Pbx,
    private readonly clients: Clients,
    readonly dialect = new Dialect(),
  ) {
    this.actions = new Actions(pbx);
  }

  /** What one request does happens at one moment. */
  answer(request: Request, client: ApiClient): Answer {
    const { dialect } = this;
    const answer = this.pbx.clock.atOnce(
      () => dialect.refusal(request) ?? this.answerNow(request, client),
    );
    return dialect.spoken(request.method, answer);
  }

  private answerNow(request: Request, client: ApiClient): Answer {
    const place = placeOf(request.path);
    const scope = this.clients.scopeOf(client);
    if (place.kind === 'all') {
      if (request.method !== 'GET') return failure(405, 'Only GET is allowed here.');
      return { status: 200, body: this.dnsOf(scope).map((dn) => this.wireOf(dn)) };
    }
    const dn = this.pbx.directory.get(place.dn);
    if (!dn) return failure(404, `There is no DN ${place.dn}.`);
    if (!scope.includes(place.dn)) return failure(403, `The DN ${place.dn} is not in your list.`);
    if (request.method === 'GET') return this.read(dn, place.rest);
    if (request.method === 'POST') return this.act(dn, place.rest, request.text);
    return failure(405, 'Only GET and POST are allowed here.');
  }

  /** The leg whose audio is asked for, or why it is refused: only own route points have audio. */
  streamed(path: string, client: ApiClient): { leg: Leg } | { refusal: Answer } {
    const place = placeOf(path);
    if (place.kind === 'all') return { refusal: failure(404, 'There is nothing at this path.') };
    const refused = this.answer(
      { method: 'GET', path: path.replace(/\/stream\/*$/, ''), text: '' },
      client,
    );
    const leg = this.pbx.legs.get(Number(place.rest[1]));
    if (refused.status !== 200 || !leg) return { refusal: refused };
    const isOwn = leg.dnType === 'Wroutepoint' && leg.dn === client.id;
    return isOwn && leg.status === 'Connected'
      ? { leg }
      : { refusal: failure(424, 'Audio streams only for connected calls of the own route point.') };
  }

  private wireOf(dn: Dn) {
    return dnWire(dn, this.pbx.legs.of(dn.number));
  }

  private dnsOf(scope: readonly string[]): Dn[] {
    return scope.flatMap((number) => this.pbx.directory.get(number) ?? []);
  }

  private read(dn: Dn, [collection, id, more]: readonly string[]): Answer {
    if (collection === undefined) return { status: 200, body: this.wireOf(dn) };
    if (collection === 'devices' && id === undefined) {
      return { status: 200, body: devicesOf(dn).map((device) => deviceWire(dn, device)) };
    }
    if (collection === 'devices' && more === undefined) {
      const device = devicesOf(dn).find((one) => one.id === id);
      return device
        ? { status: 200, body: deviceWire(dn, device) }
        : failure(404, 'There is no such device.');
    }
    if (collection === 'participants' && id === undefined) {
      return { status: 200, body: this.pbx.legs.of(dn.number).map(participantWire) };
    }
    if (collection === 'participants' && more === undefined) {
      const leg = this.pbx.legs.get(Number(id));
      if (!leg) return failure(404, 'The participant is gone.');
      if (leg.dn !== dn.number) return failure(403, 'The participant belongs to another DN.');
      return { status: 200, body: participantWire(leg) };
    }
    return failure(404, 'There is nothing at this path.');
  }

  private act(dn: Dn, [collection, id, action]: readonly string[], text: string): Answer {
    const body =
      text === '' ? actionBody(undefined) : actionBody(jsonOf({ text } as Incoming) ?? null);
    if (!body) return failure(400, 'The body is malformed.');
    if (collection === 'makecall' && id === undefined) {
      return this.actions.makeCall(dn.number, undefined, body);
    }
    if (collection === 'devices' && action === 'makecall') {
      return this.actions.makeCall(dn.number, id, body);
    }
    if (collection === 'participants' && id !== undefined && action !== undefined) {
      const leg = this.pbx.legs.get(Number(id));
      if (!leg) return failure(404, 'The participant is gone.');
      if (leg.dn !== dn.number) return failure(403, 'The participant belongs to another DN.');
      return this.actions.perform(leg, action, body);
    }
    return failure(404, 'There is nothing at this path.');
  }
}

function placeOf(path: string): Place {
  const [, , dn, ...rest] = path.replace(/\/+$/, '').split('/').map(decoded);
  return dn === undefined || dn === '' ? { kind: 'all' } : { kind: 'dn', dn, rest };
}
