// Errors in inspect: the stack with the class's real name, what the cause repeats left out,
// properties that the stack already shows left out.
'use strict';

const { getPrefix } = require('internal/util/inspect/names');
const { isError } = require('internal/util');

function stackOf(error) {
  try {
    if (error.stack) return String(error.stack);
  } catch { /* A getter that throws: fall through. */ }
  return Error.prototype.toString.call(error);
}

// name, message and stack are not repeated when the stack contains them.
function dropShownKeys(ctx, keys, error, stack) {
  if (ctx.showHidden || keys.length === 0) return;
  for (const name of ['name', 'message', 'stack']) {
    const index = keys.indexOf(name);
    if (index === -1) continue;
    if (typeof error[name] !== 'string' || stack.includes(error[name])) keys.splice(index, 1);
  }
}

function nameInStack(stack) {
  const match = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack) ??
    /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
  return match?.[1] ?? '';
}

// Puts the constructor's name where the stack shows only that of a base class.
function improve(stack, constructor, name, tag) {
  let length = name.length;
  const regular = name.endsWith('Error') && stack.startsWith(name) &&
    (stack.length === length || stack[length] === ':' || stack[length] === '\n');
  if (constructor !== null && !regular) return stack;
  let fallback = 'Error';
  if (constructor === null) {
    const found = nameInStack(stack);
    length = found.length;
    fallback = found || 'Error';
  }
  const prefix = getPrefix(constructor, tag, fallback).slice(0, -1);
  if (name === prefix) return stack;
  if (prefix.includes(name)) {
    return length === 0 ? `${prefix}: ${stack}` : `${prefix}${stack.slice(length)}`;
  }
  return `${prefix} [${name}]${stack.slice(length)}`;
}

// The longest run, of more than three frames, that begins anywhere in `frames` and is found in
// `other`; the first such run wins.
function commonRun(frames, other) {
  for (let i = 0; i < frames.length - 3; i++) {
    const position = other.indexOf(frames[i]);
    if (position === -1) continue;
    const rest = other.length - position;
    if (rest <= 3) continue;
    let length = 1;
    const limit = Math.min(frames.length - i, rest);
    while (length < limit && frames[i + length] === other[position + length]) length++;
    if (length > 3) return { length, offset: i };
  }
  return { length: 0, offset: 0 };
}

function framesOf(ctx, error, text) {
  const frames = text.split('\n');
  let cause;
  try {
    ({ cause } = error);
  } catch { /* Its getter throws: there is none. */ }
  if (cause === null || cause === undefined || !isError(cause)) return frames;
  const causeStack = stackOf(cause);
  const start = causeStack.indexOf('\n    at');
  if (start === -1) return frames;
  const { length, offset } = commonRun(frames, causeStack.slice(start + 1).split('\n'));
  if (length > 3) {
    const skipped = length - 2;
    const note = `    ... ${skipped} lines matching cause stack trace ...`;
    frames.splice(offset + 1, skipped, ctx.stylize(note, 'undefined'));
  }
  return frames;
}

// The current directory in grey, with the bracket and the "file://" before it.
function paintDirectory(ctx, line, directory) {
  const found = directory === '' ? -1 : line.indexOf(directory);
  if (found === -1) return line;
  const from = line.slice(0, found).endsWith('file://') ? found - 7 : found;
  const bracket = line[from - 1] === '(';
  const start = bracket ? from - 1 : from;
  const end = found + directory.length + 1;
  const closes = bracket && line.endsWith(')');
  return line.slice(0, start) + ctx.stylize(line.slice(start, end), 'undefined') +
    line.slice(end, closes ? -1 : line.length) + (closes ? ctx.stylize(')', 'undefined') : '');
}

function currentDirectory() {
  try {
    return process.cwd();
  } catch {
    return ''; // It was removed.
  }
}

const builtInFrame = /^ {4}at (?:[^/\\(]+ \()?node:.+:\d+:\d+\)?$/;

// On a terminal: frames of built-in modules in grey, names of packages underlined.
function paintFrame(ctx, line, directory) {
  if (builtInFrame.test(line)) return ctx.stylize(line, 'undefined');
  return paintDirectory(ctx, line, directory).replace(/([/\\]node_modules[/\\])((?:@[^/\\]+[/\\])?[^/\\]+)/g,
                      (_, folder, name) => `${folder}${ctx.stylize(name, 'module')}`);
}

function formatError(ctx, error, constructor, tag, keys) {
  const name = error.name != null ? String(error.name) : 'Error';
  let stack = stackOf(error);
  dropShownKeys(ctx, keys, error, stack);
  if ('cause' in error && !keys.includes('cause')) keys.push('cause');
  if (Array.isArray(error.errors) && !keys.includes('errors')) keys.push('errors');
  stack = improve(stack, constructor, name, tag);

  const message = error.message;
  let position = message ? stack.indexOf(message) : -1;
  if (position !== -1) position += message.length;
  const start = stack.indexOf('\n    at', position);
  if (start === -1) {
    stack = `[${stack}]`;
  } else {
    const lines = framesOf(ctx, error, stack.slice(start + 1));
    const directory = ctx.colors ? currentDirectory() : '';
    const shown = ctx.colors ? lines.map((line) => paintFrame(ctx, line, directory)) : lines;
    stack = `${stack.slice(0, start)}\n${shown.join('\n')}`;
  }
  if (ctx.indentation !== 0) stack = stack.replaceAll('\n', `\n${' '.repeat(ctx.indentation)}`);
  return stack;
}

module.exports = { formatError };
