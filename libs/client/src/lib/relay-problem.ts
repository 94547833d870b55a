import type { ProblemCode, ProblemDto } from '@3cx-relay/contracts';

/** The relay refused; `code` is stable and tells what to do. */
export class RelayProblem extends Error {
  constructor(
    readonly code: ProblemCode | 'UNREACHABLE',
    detail: string,
    /** The whole answer, when there was one. */
    readonly problem?: ProblemDto,
  ) {
    super(detail);
    this.name = 'RelayProblem';
  }
}
