'use strict';
// Nest's dependency injection reads the metadata that decorators leave behind.
require('reflect-metadata');
