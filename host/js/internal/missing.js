// What a built-in module gives in place of a part that this host does not have: names that are there, so that
// packages load, and an error that says what is missing when one of them is used.
'use strict';

const { codes } = require('internal/errors');

function unavailable(feature) {
  return new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(feature);
}

// A function that throws when it is called or constructed.
function missing(module, name) {
  return {
    [name]: function() {
      throw unavailable(`${module}.${name}`);
    },
  }[name];
}

function defineMissing(target, module, names) {
  for (const name of names) target[name] = missing(module, name);
  return target;
}

module.exports = { defineMissing, missing, unavailable };
