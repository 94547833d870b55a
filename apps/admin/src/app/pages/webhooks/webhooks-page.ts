import { Component } from '@angular/core';
@Component({ selector: 'admin-webhooks-page', template: '' })
export class WebhooksPage {}
