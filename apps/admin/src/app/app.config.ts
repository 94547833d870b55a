import {
  type ApplicationConfig,
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
} from '@angular/core';
import { provideRouter, TitleStrategy, withComponentInputBinding } from '@angular/router';
import { ThemeChoice } from '@3cx-relay/ui';
import { ROUTES } from './app.routes';
import { PageTitles } from './shell/page-titles';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideZonelessChangeDetection(),
    provideRouter(ROUTES, withComponentInputBinding()),
    { provide: TitleStrategy, useClass: PageTitles },
    // The chosen theme applies before the first page is drawn.
    provideAppInitializer(() => void inject(ThemeChoice)),
  ],
};
