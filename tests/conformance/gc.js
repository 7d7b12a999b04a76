// Entry classes inside the garbage collection: which functions a basic
// finalizer of an experimental module may call. Every function is tried.
'use strict'
const { addon, equal, needGc, test, turn } = require('./lib.js')
const { modules } = require('./raw.js')
const functions = require('./functions.js')
needGc()

const probe = addon('gc_probe')
const ABORTED = -1
const present = (names) => names.filter((name) => modules[10].exported(name))

// The answers of these functions, called from a basic finalizer.
async function answers(names) {
  ;(() => probe.prepare(names))()
  await turn()
  global.gc()
  return Object.fromEntries(probe.results().map((answer, i) => [names[i], answer]))
}

for (const cls of ['js', 'gc']) {
  test(`functions of class ${cls} abort inside a collection`, async () => {
    const names = present(functions[cls])
    const found = await answers(names)
    equal(names.filter((name) => found[name] !== ABORTED), [])
  })
}

test('basic functions work inside a collection', async () => {
  // Posting needs a callback that is none here; external.js posts a real one.
  const names = present(functions.basic).filter((name) => name !== 'node_api_post_finalizer')
  const found = await answers(names)
  equal(names.filter((name) => found[name] === ABORTED), [])
})
