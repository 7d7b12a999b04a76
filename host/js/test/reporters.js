'use strict';
// test/reporters (with the prefix node: only).

const { asGenerator, kinds } = require('internal/test/reporters');

for (const name of Object.keys(kinds)) exports[name] = asGenerator(kinds[name]);
