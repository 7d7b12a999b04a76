// The two halves of an isolate's start. `prepare` makes everything that no process, thread or command line has an influence on; it runs
// once, when the startup snapshot is made (after `globals`), and loads what every program uses. `start` runs in each isolate.
'use strict';

function prepare() {
  require('internal/bootstrap/main');
  require('internal/modules/run_main');
  require('internal/process/warning');
}

function start() {
  require('internal/process/setup').startProcess(process);
  require('internal/bootstrap/globals').holdForWebAssembly();
  require('internal/modules/options').read();
}

module.exports = { prepare, start };
