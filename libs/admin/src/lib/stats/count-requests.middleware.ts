import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { RequestCounter } from './request-counter';

/** What integrators call; the dashboard's own requests would hide it. */
const API_PATH = /^\/(relay|call-logging)(\/|$)/;

/** Tells the counter of every answer. Nest makes middleware itself, so it holds nothing. */
@Injectable()
export class CountRequests implements NestMiddleware {
  constructor(private readonly counter: RequestCounter) {}

  use(request: Request, response: Response, next: NextFunction): void {
    if (API_PATH.test(request.originalUrl.split('?', 1)[0] ?? '')) {
      response.once('finish', () => this.counter.count(response.statusCode));
    }
    next();
  }
}
