import { Component } from '@angular/core';
@Component({ selector: 'admin-deliveries-page', template: '' })
export class DeliveriesPage {}
