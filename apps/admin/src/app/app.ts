import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { ConfirmHost, ToastHost } from '@3cx-relay/ui';

@Component({
  selector: 'admin-root',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ConfirmHost, RouterOutlet, ToastHost],
  template: `<router-outlet /><ui-confirm /><ui-toasts />`,
})
export class App {}
