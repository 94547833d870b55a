import { Component } from '@angular/core';
@Component({ selector: 'admin-part-page', template: '' })
export class PartPage {}
