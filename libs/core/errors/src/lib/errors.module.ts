import { Global, Module } from '@nestjs/common';
import { ErrorFeed } from './error-feed';
import { ErrorFeedStore } from './error-feed.store';

@Global()
@Module({ providers: [ErrorFeed, ErrorFeedStore], exports: [ErrorFeed] })
export class ErrorsModule {}
