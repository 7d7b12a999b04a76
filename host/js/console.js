// The console module: the global console with the Console class on it.
'use strict';
module.exports = require('internal/console/global');
