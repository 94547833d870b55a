export * from './generated/admin-api';
export { AdminSocket, type LiveState } from './lib/api/admin-socket';
export { ApiAccess, queryText } from './lib/api/api-access';
export { ApiFailure, asFailure } from './lib/api/api-failure';
export { Command } from './lib/api/command';
export { keepFresh } from './lib/api/keep-fresh';
export { type Loadable, toLoadable, valueOf } from './lib/api/loadable';
export { type Order, type Page, PagedList } from './lib/api/paged-list';
export { Chart, type ChartData, type ChartSeries } from './lib/parts/chart';
export { Confirm, ConfirmHost } from './lib/parts/confirm';
export { CopyField } from './lib/parts/copy-field';
export { Dialog } from './lib/parts/dialog';
export { Field, formValues, listOf } from './lib/parts/field';
export {
  clockTime,
  count,
  dateAndTime,
  duration,
  exactTime,
  milliseconds,
  percent,
  shortDay,
  shortTime,
  timer,
} from './lib/parts/format';
export { FormDialog } from './lib/parts/form-dialog';
export { FormFailure } from './lib/parts/form-failure';
export { Icon, type IconName } from './lib/parts/icon';
export { QrCode } from './lib/parts/qr-code';
export { SecretDialog } from './lib/parts/secret-dialog';
export { Sparkline } from './lib/parts/sparkline';
export { StateView } from './lib/parts/state-view';
export { Ticker } from './lib/parts/ticker';
export { Time } from './lib/parts/time';
export { ToastHost, Toasts } from './lib/parts/toasts';
export { UptimeBars } from './lib/parts/uptime-bars';
export { Cell } from './lib/table/cell';
export { PagedTable } from './lib/table/paged-table';
export { RowAction } from './lib/table/row-action';
export { SearchBox } from './lib/table/search-box';
export { Table } from './lib/table/table';
export type { Column } from './lib/table/table-view';
export { type Theme, ThemeChoice } from './lib/theme/theme';
