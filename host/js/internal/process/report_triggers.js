// Reports that nobody asks for at that moment: at a signal and at an uncaught error, as the options --report-on-signal and
// --report-uncaught-exception or the properties of process.report have it. Deliberately absent: fatal errors, after which no
// JavaScript runs (--report-on-fatalerror is taken and has no effect).
'use strict';

const { signalStart, signalStop } = internalBinding('process');

let listener;

// Called when the trigger or the signal's name has changed. A program's own listener to the signal is not in the way.
function listen(on, name, write) {
  if (listener !== undefined) signalStop(listener);
  listener = undefined;
  const number = internalBinding('constants').os.signals[name];
  if (on && number !== undefined) listener = signalStart(number, () => write({ event: name, trigger: 'Signal' }));
}

function onUncaught(on, write) {
  require('internal/process/execution').reportUncaughtBy(on ? (error) => write({ event: 'Exception', trigger: 'Exception', error }) : null);
}

module.exports = { listen, onUncaught };
