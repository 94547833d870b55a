import { inject } from '@angular/core';
import { type CanActivateFn, Router } from '@angular/router';
import { asFailure } from '@3cx-relay/ui';
import { type Feature, SessionStore } from './session-store';

/** Lets in who is signed in; others go to sign-in and come back after. */
export const signedIn: CanActivateFn = async (_route, state) => {
  const session = inject(SessionStore);
  const router = inject(Router);
  try {
    await session.ensure();
  } catch (error) {
    return router.createUrlTree(['/unreachable'], {
      queryParams: { to: state.url, why: asFailure(error).code },
    });
  }
  const user = session.user();
  if (user && !user.mustChangePassword) return true;
  return router.createUrlTree(['/sign-in'], {
    queryParams: state.url === '/' ? {} : { to: state.url },
  });
};

/** The server refuses viewers as well; here they are led back to where they can see something. */
export const adminsOnly: CanActivateFn = () =>
  inject(SessionStore).isAdmin() || inject(Router).createUrlTree(['/']);

/** Parts that are switched off have no pages. */
export const withFeature =
  (feature: Feature): CanActivateFn =>
  () =>
    inject(SessionStore).has(feature) || inject(Router).createUrlTree(['/']);
