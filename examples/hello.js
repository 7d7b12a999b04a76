// Loads a compiled Node-API addon and calls it, synchronously and
// asynchronously. The addon is built from addons-fixtures/c/hello.c and lies
// beside the executable, so this script needs no configuration.
'use strict'
const path = require('path')

const addon = require(path.join(path.dirname(process.execPath), 'addons', 'hello.node'))

console.log(addon.greet('Node-API'))

async function main() {
  const limit = 200000
  const pending = addon.primesBelow(limit)
  console.log('Counting primes on a worker thread ...')
  console.log(`There are ${await pending} primes below ${limit}.`)
}

main()
