import { errorMessage } from '@3cx-relay/util';
import { ODataError } from '../odata';
import type { XapiContext, XapiOptions } from './context';
import { modelFor } from './model';
import type { XapiPbx } from './pbx-port';
import { errorResponse } from './answers';
import { inboundRoute, trunkOfDid } from './inbound-rules';
import { outboundRoutes } from './outbound-rules';
import { XapiCall } from './service';
import { freshState } from './fresh-state';
import type { XapiRequest, XapiResponse } from './wire';

export { clientRegistry } from './client-registry';
export type { XapiOptions } from './context';
export { CDR_FIELDS } from './resources/cdr-settings';
export { engineBridge } from './engine-bridge';
export type * from './pbx-port';
export type { XapiRequest, XapiResponse } from './wire';

export interface Xapi {
  /** Answers every request, errors included; never rejects for what a client sent. */
  handle(request: XapiRequest): Promise<XapiResponse>;
  /** Forgets everything that clients changed. */
  reset(): void;
}

/** Paths below `/xapi/v1` that are answered without a token. */
export const PUBLIC_PATHS = ['/$metadata', '/swagger.yaml'] as const;

/** XAPI over a simulated PBX. One per PBX; what clients change is kept as long as it lives. */
export const createXapi = (pbx: XapiPbx, options: XapiOptions = {}): Xapi => {
  let state = freshState(pbx);
  pbx.setRouting({
    inbound: (call) => inboundRoute({ pbx, state }, call),
    trunkOf: (did) => trunkOfDid({ pbx, state }, did),
    outbound: (call) => outboundRoutes({ pbx, state }, call),
  });
  const answer = (request: XapiRequest): XapiResponse => {
    const { accept } = request.headers;
    const context: XapiContext = {
      pbx,
      state,
      options,
      version: request.pbxVersion,
      accept: typeof accept === 'string' ? accept : '',
      model: modelFor(request.pbxVersion),
    };
    try {
      return new XapiCall(context, request).answer();
    } catch (error) {
      if (error instanceof ODataError) return errorResponse(error);
      // A fault of ours must not end the simulator; a PBX answers the same.
      return errorResponse(new ODataError(500, errorMessage(error), 'InternalServerError'));
    }
  };
  return {
    handle: (request) => Promise.resolve().then(() => answer(request)),
    reset: () => {
      state = freshState(pbx);
    },
  };
};
