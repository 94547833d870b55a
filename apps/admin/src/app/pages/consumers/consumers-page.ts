import { Component } from '@angular/core';
@Component({ selector: 'admin-consumers-page', template: '' })
export class ConsumersPage {}
