import { Component } from '@angular/core';
@Component({ selector: 'admin-api-keys-page', template: '' })
export class ApiKeysPage {}
