import { Component } from '@angular/core';
@Component({ selector: 'admin-journey-page', template: '' })
export class JourneyPage {}
