import { Component } from '@angular/core';
@Component({ selector: 'admin-journey-search-page', template: '' })
export class JourneySearchPage {}
