// util.debuglog: messages on standard error for the sections that NODE_DEBUG names.
'use strict';

let pattern;
// NODE_DEBUG is a comma separated list in any case, where * stands for anything.
function isEnabled(section) {
  if (pattern === undefined) {
    const list = process.env.NODE_DEBUG;
    const sources = (list ?? '').split(',').filter(Boolean).map(
      (name) => name.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*'));
    pattern = sources.length === 0 ? /^(?!)/ : new RegExp(`^(?:${sources.join('|')})$`, 'i');
  }
  return pattern.test(section);
}

function debuglog(section, callback) {
  section = String(section).toUpperCase();
  let enabled;
  const test = () => (enabled ??= isEnabled(section));
  const logger = (...args) => {
    if (!test()) return;
    const { formatWithOptions } = require('internal/util/inspect');
    const colors = Boolean(process.stderr.hasColors?.());
    const text = formatWithOptions({ colors }, ...args);
    const pid = colors ? `\u001b[33m${process.pid}\u001b[39m` : process.pid;
    process.stderr.write(`${section} ${pid}: ${text}\n`);
  };
  let called = false;
  const wrapper = (...args) => {
    if (!called && typeof callback === 'function') {
      called = true;
      callback(logger);
    }
    logger(...args);
  };
  Object.defineProperty(wrapper, 'enabled', { get: test, configurable: true, enumerable: true });
  return wrapper;
}

module.exports = { debuglog };
