import { Component } from '@angular/core';
@Component({ selector: 'admin-audit-page', template: '' })
export class AuditPage {}
