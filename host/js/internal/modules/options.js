// The command line's options that the module loaders ask for.
'use strict';

module.exports = internalBinding('module').options();
