// require('process') is the global process object.
'use strict';

module.exports = process;
