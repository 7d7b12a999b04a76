// Where the events of a run go: `--test-reporter` and `--test-reporter-destination`. The built-in reporters write as
// events come; a reporter of the user reads a TestsStream.
'use strict';

const path = require('path');
const { codes } = require('internal/errors');
const { valuesOf } = require('internal/test/options');

function destinationOf(name) {
  if (name === 'stdout') return process.stdout;
  if (name === 'stderr') return process.stderr;
  return require('fs').createWriteStream(name);
}

const isStandard = (stream) => stream === process.stdout || stream === process.stderr;

function builtInSink(name, stream, isScript) {
  const reporter = require('internal/test/reporters').create(name, stream);
  let started = false;
  let waiting = '';
  // What tests print that do not wait for the loop comes before their results, as in Node, whose reporters are streams.
  const flush = () => {
    const text = started ? waiting : reporter.head + waiting;
    started = true;
    waiting = '';
    if (text !== '') stream.write(text);
  };
  // In a script, what its first tests print comes before the head.
  process.nextTick(isScript ? () => queueMicrotask(() => process.nextTick(flush)) : flush);
  const write = (text) => {
    if (waiting === '' && text !== '') process.nextTick(flush);
    waiting += text;
  };
  return {
    event: (type, data) => write(reporter.event(type, data)),
    end() {
      waiting += reporter.end();
      flush();
      return flushed(stream);
    },
  };
}

// Ends what is not the process's own; the promise waits until all is written.
const flushed = (stream) => new Promise((resolve) => {
  if (isStandard(stream)) stream.write('', resolve);
  else stream.end(resolve);
});

// A stream, a class of streams, or a function that turns the events into text.
function connect(reporter, events, destination) {
  const end = !isStandard(destination);
  if (typeof reporter === 'function' && typeof reporter.prototype?.pipe === 'function') reporter = new reporter();
  if (typeof reporter?.pipe === 'function') return events.pipe(reporter).pipe(destination, { end });
  if (typeof reporter !== 'function') {
    throw new codes.ERR_INVALID_ARG_VALUE('Reporter', reporter, 'must be a function or a stream');
  }
  const { Readable } = require('stream');
  return Readable.from(reporter(events)).pipe(destination, { end });
}

function customSink(name, destination) {
  const { TestsStream } = require('internal/test/stream');
  const events = new TestsStream();
  const { pathToFileURL } = require('internal/url');
  const isPath = name.startsWith('.') || path.isAbsolute(name);
  const specifier = isPath ? pathToFileURL(path.resolve(name)).href : name;
  const base = pathToFileURL(`${process.cwd()}${path.sep}`).href;
  const written = require('internal/modules/esm/loader').importFrom(specifier, base).then((module) => {
    const last = connect(module.default?.default ?? module.default, events, destination);
    return new Promise((resolve) => { events.once('end', () => (isStandard(last) ? setImmediate(resolve) : last.once('close', resolve))); });
  });
  return {
    event: (type, data) => events.send(type, data),
    end() {
      events.finish();
      return written;
    },
  };
}

function sinksOfOptions(isScript) {
  const { kinds } = require('internal/test/reporters');
  const names = valuesOf('--test-reporter');
  const destinations = valuesOf('--test-reporter-destination');
  if (names.length === 0 && destinations.length === 0) names.push(process.stdout.isTTY ? 'spec' : 'tap');
  if (names.length === 1 && destinations.length === 0) destinations.push('stdout');
  if (names.length !== destinations.length) {
    throw new codes.ERR_INVALID_ARG_VALUE('--test-reporter', names,
      'must match the number of specified \'--test-reporter-destination\'');
  }
  return names.map((name, i) => {
    const destination = destinationOf(destinations[i]);
    return kinds.has(name) ? builtInSink(name, destination, isScript) : customSink(name, destination);
  });
}

module.exports = { sinksOfOptions };
