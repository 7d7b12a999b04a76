'use strict'
const fs = require('fs')
const { main, step, tmp } = require('../lib/step.js')

main(async () => {
  const m = await import('eslint-barrel-file-utils')
  await step('b', () => {
    fs.writeFileSync(tmp('a.js'), 'export * from "./b.js"')
    fs.writeFileSync(tmp('b.js'), 'export const x = 1')
    return [m.is_barrel_file('export * from "./b"; export * from "./c"; export * from "d"', 2)]
  })
})
