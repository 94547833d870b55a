import type { Problem } from '../generated/relay-api';

/** The relay refused; `code` is stable and tells what to do. */
export class RelayProblem extends Error {
  constructor(
    readonly code: Problem['code'] | 'UNREACHABLE',
    detail: string,
    /** The whole answer, when there was one. */
    readonly problem?: Problem,
    /** How long the relay asks to wait before the next try. */
    readonly retryAfterMs?: number,
  ) {
    super(detail);
    this.name = 'RelayProblem';
  }
}

/** The error that an answer carries. */
export async function toRelayProblem(answer: Response): Promise<RelayProblem> {
  const text = await answer.text();
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : undefined;
  try {
    const problem = JSON.parse(text) as Problem;
    return new RelayProblem(problem.code, problem.detail, problem, retryAfterMs);
  } catch {
    // Not the relay's own answer: a proxy stands in between.
    const said = `${answer.status} ${answer.statusText}`;
    return new RelayProblem('UNREACHABLE', said, undefined, retryAfterMs);
  }
}
