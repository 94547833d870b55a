import { CALL_LOG_API } from '../call-log-api/call-log-api';
import { pageAnswer } from '../page/page-files';
import type { Answer, Incoming } from '../web/http';
import type { ControlledParts } from './parts';
import { forbidden, problemOf } from './problem';
import { answerOf, findRoute } from './route';
import { ROUTES } from './routes';
import { strangerIn } from './strangers';

export type { ControlledParts, SimulatorFacts } from './parts';

/** `/_sim`: steers the simulated PBX and tells how its calls truly were. Loopback only. */
export class ControlPlane {
  constructor(private readonly parts: ControlledParts) {}

  async answer(request: Incoming): Promise<Answer> {
    const stranger = strangerIn(request);
    if (stranger !== null) return forbidden(stranger);
    if (request.path.startsWith(CALL_LOG_API)) return this.parts.callLogApi.answer(request);
    const page = pageAnswer(request.method, request.path);
    if (page) return page;
    try {
      const { route, params } = findRoute(ROUTES, request, request.path.slice('/_sim'.length));
      const { clock } = this.parts.pbx;
      const served = clock.atOnce(() => route.serve(this.parts, { params, request }));
      return answerOf(route, await served);
    } catch (error) {
      const problem = problemOf(error);
      if (problem) return problem;
      throw error;
    }
  }
}
