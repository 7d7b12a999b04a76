// `inspector/promises`: as `inspector`.
'use strict';

module.exports = { ...require('inspector') };
