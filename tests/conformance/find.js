// Finds fixtures, for the child processes of the conformance scripts: without
// the tests and the exit handler of lib.js.
'use strict'
const path = require('path')

const fixtures = process.env.NAPI_FIXTURES || path.join(path.dirname(process.execPath), 'addons')
const addonPath = (name) => path.join(fixtures, `${name}.node`)

module.exports = { addonPath, addon: (name) => require(addonPath(name)) }
