// The command line's options that the module loaders ask for, and who wants to see the text of each module that is compiled:
// `onCompile(name, text, sourceMapUrl)`, once source maps are on or coverage is recorded; `traceRequire` and `traceImport`, once
// diagnostics_channel is loaded; `importByHooks(specifier, parentUrl, attributes)` in the thread of hooks; `debug(format, ...args)`, with
// NODE_DEBUG=module; `onLoad(file)`, below `--watch`. The options are read when the program starts (`internal/bootstrap/start`).
'use strict';

const options = {
  read() {
    Object.assign(options, internalBinding('module').options());
  },
};

module.exports = options;
