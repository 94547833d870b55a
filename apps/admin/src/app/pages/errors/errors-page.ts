import { Component } from '@angular/core';
@Component({ selector: 'admin-errors-page', template: '' })
export class ErrorsPage {}
