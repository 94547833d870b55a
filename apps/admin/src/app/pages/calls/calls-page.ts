import { Component } from '@angular/core';
@Component({ selector: 'admin-calls-page', template: '' })
export class CallsPage {}
