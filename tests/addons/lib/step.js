// What the scripts share: each step prints its value, or the error that it ends with.
'use strict'
const fs = require('fs')
const os = require('os')
const path = require('path')
const util = require('util')

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'addons-'))
const clean = (text) => String(text).replaceAll(folder, '<tmp>')

// A path in this run's own folder.
const tmp = (name) => path.join(folder, name)

const hex = (bytes) => Buffer.from(bytes).toString('hex')

async function step(name, run) {
  try {
    const value = await run()
    console.log(`${name}: ${clean(util.inspect(value, { depth: 5, breakLength: 100 }))}`)
  } catch (error) {
    console.log(`${name} !! ${error?.name} ${error?.code} ${clean(error?.message)}`)
  }
}

// Runs the steps, and tells the end.
function main(steps) {
  steps().then(() => console.log('done'), (error) => {
    console.log(`ERROR ${clean(error?.stack ?? error)}`)
    process.exitCode = 1
  })
}

module.exports = { hex, main, step, tmp }
