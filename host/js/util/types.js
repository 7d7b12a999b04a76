// util/types: the checks of util.types as a module of their own.
'use strict';
module.exports = require('internal/util/types');
