import { Component } from '@angular/core';
@Component({ selector: 'admin-history-page', template: '' })
export class HistoryPage {}
