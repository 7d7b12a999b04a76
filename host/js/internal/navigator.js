// The global navigator.
'use strict';

const { codes } = require('internal/errors');
const { makeEnumerable } = require('internal/util');

const kMake = Symbol('kMake');

class Navigator {
  constructor(token = undefined) {
    if (token !== kMake) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get hardwareConcurrency() {
    return require('os').availableParallelism();
  }

  get language() {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  get languages() {
    return Object.freeze([this.language]);
  }

  get userAgent() {
    return `Node.js/${process.version.split('.')[0].slice(1)}`;
  }

  get platform() {
    return process.platform;
  }
}
makeEnumerable(Navigator.prototype, 'hardwareConcurrency', 'language', 'languages', 'userAgent', 'platform');

module.exports = { Navigator, navigator: new Navigator(kMake) };
