import type { INestApplication } from '@nestjs/common';
import { StreamingOptions } from '@3cx-relay/streaming';
import { cors } from './cors';
import { jsonBody } from './json-body';
import { nameRequest } from './request-id';
import { secure } from './security-headers';

interface ExpressSettings {
  disable(setting: string): void;
  set(setting: string, value: unknown): void;
}

/**
 * What every request passes first, whatever part it is for: its name, the security headers, CORS
 * and its body. To be called right after `NestFactory.create(…, { bodyParser: false })`.
 */
export function setUpHttp(app: INestApplication): void {
  const express = app.getHttpAdapter().getInstance() as ExpressSettings;
  const options = app.get(StreamingOptions, { strict: false });
  express.disable('x-powered-by');
  express.disable('etag');
  express.set('trust proxy', [...options.trustProxy]);
  app.use(nameRequest, secure, cors(options.corsOrigins), jsonBody);
}
