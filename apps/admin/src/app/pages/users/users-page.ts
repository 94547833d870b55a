import { Component } from '@angular/core';
@Component({ selector: 'admin-users-page', template: '' })
export class UsersPage {}
