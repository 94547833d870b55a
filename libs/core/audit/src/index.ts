export { Audit, type AuditNote } from './lib/audit';
export { AuditModule } from './lib/audit.module';
