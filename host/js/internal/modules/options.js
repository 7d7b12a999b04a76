// The command line's options that the module loaders ask for, and who wants to see the text of each module that is compiled:
// `onCompile(name, text)`, once source maps are on.
'use strict';

module.exports = internalBinding('module').options();
