// What assert() and assert.ok() do: a falsy value is an error that shows the expression at the call of `fn`.
'use strict';

const { AssertionError } = require('internal/assert/assertion_error');
const { inspect } = require('internal/util/inspect');
const { isError } = require('internal/util');

function okay(fn, args) {
  const [value] = args;
  let [, message] = args;
  if (value) return;
  let generated = false;
  if (args.length === 0) {
    generated = true;
    message = 'No value argument passed to `assert.ok()`';
  } else if (message === undefined || message === null) {
    generated = true;
    const source = require('internal/assert/expression').failedExpression(fn);
    message = source === undefined ? `${inspect(value)} == true` :
      `The expression evaluated to a falsy value:\n\n  ${source}\n`;
  } else if (isError(message)) {
    throw message;
  }
  const error = new AssertionError({
    actual: value, expected: true, message, operator: '==', stackStartFn: fn,
  });
  error.generatedMessage = generated;
  throw error;
}

module.exports = { okay };
