'use strict';
// The console module: the global console with the Console class on it.
module.exports = require('internal/console/global');
