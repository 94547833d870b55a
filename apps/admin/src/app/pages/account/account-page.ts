import { Component } from '@angular/core';
@Component({ selector: 'admin-account-page', template: '' })
export class AccountPage {}
