// process.emitWarning and the listener that prints warnings to stderr.
'use strict';

let hintShown = false;

function hintFor(deprecation) {
  if (hintShown) return '';
  hintShown = true;
  const flag = deprecation ? '--trace-deprecation' : '--trace-warnings';
  const program = require('path').basename(process.argv0 || 'node', '.exe');
  return `\n(Use \`${program} ${flag} ...\` to show where the warning was created)`;
}

function onWarning(warning) {
  if (!(warning instanceof Error)) return;
  const deprecation = warning.name === 'DeprecationWarning';
  if (deprecation && process.noDeprecation) return;
  const { getOptionValues, hasFlag } = require('internal/options');
  const disabled = getOptionValues('--disable-warning');
  if (disabled.length > 0 && (disabled.includes(warning.code) || disabled.includes(warning.name))) return;
  const trace = process.traceProcessWarnings || hasFlag('--trace-warnings') ||
    (deprecation && (process.traceDeprecation || hasFlag('--trace-deprecation')));
  let text = `(${process.release.name}:${process.pid}) `;
  if (warning.code) text += `[${warning.code}] `;
  if (trace && warning.stack) {
    text += warning.stack;
  } else {
    text += typeof warning.toString === 'function' ? String(warning.toString()) : Error.prototype.toString.call(warning);
  }
  if (typeof warning.detail === 'string') text += `\n${warning.detail}`;
  if (!trace) text += hintFor(deprecation);
  const file = process.env.NODE_REDIRECT_WARNINGS || require('internal/options').getOptionValue('--redirect-warnings');
  if (typeof file === 'string' && append(file, text)) return;
  // A program may have put a function of its own there.
  require('internal/stdio').forConsole('stderr').write(`${text}\n`);
}

function append(file, text) {
  try {
    require('fs').appendFileSync(file, `${text}\n`);
    return true;
  } catch {
    return false;
  }
}

function create(message, type, code, constructor, detail) {
  const warning = new Error(message);
  warning.name = String(type || 'Warning');
  if (code !== undefined) warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  Error.captureStackTrace(warning, constructor || process.emitWarning);
  return warning;
}

function emitWarning(warning, type, code, constructor) {
  const { validateString } = require('internal/validators');
  let detail;
  if (type !== null && typeof type === 'object' && !Array.isArray(type)) {
    const options = type;
    constructor = options.ctor;
    code = options.code;
    if (typeof options.detail === 'string') detail = options.detail;
    type = options.type || 'Warning';
  } else if (typeof type === 'function') {
    constructor = type;
    code = '';
    type = 'Warning';
  }
  if (type !== undefined) validateString(type, 'type');
  if (typeof code === 'function') {
    constructor = code;
    code = undefined;
  } else if (code !== undefined) {
    validateString(code, 'code');
  }
  if (typeof warning === 'string') {
    warning = create(warning, type, code, constructor, detail);
  } else if (!(warning instanceof Error)) {
    const { ERR_INVALID_ARG_TYPE } = require('internal/errors').codes;
    throw new ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'], warning);
  }
  if (warning.name === 'DeprecationWarning') {
    const { hasFlag } = require('internal/options');
    if (process.noDeprecation || hasFlag('--no-deprecation')) return;
    if (process.throwDeprecation || hasFlag('--throw-deprecation')) {
      // Thrown from a tick, so that it becomes an uncaught exception.
      process.nextTick(() => { throw warning; });
      return;
    }
  }
  process.nextTick((value) => process.emit('warning', value), warning);
}

// Before an error that ends the program.
function emitWarningSync(message) {
  process.emit('warning', create(message, undefined, undefined, emitWarningSync));
}

function install(target) {
  if (target.env.NODE_NO_WARNINGS === '1') return;
  target.on('warning', (warning) => {
    if (!require('internal/options').hasFlag('--no-warnings')) onWarning(warning);
  });
}

module.exports = { install, emitWarning, emitWarningSync, onWarning };
