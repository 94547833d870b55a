export { type Acknowledgement, ErrorFeed } from './lib/error-feed';
export { type ErrorReport, redact } from './lib/error-report';
export { ErrorsModule } from './lib/errors.module';
