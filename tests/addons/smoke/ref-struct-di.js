'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const ref = require('ref-napi')
  const Struct = require('ref-struct-di')(ref)
  const ArrayType = require('ref-array-di')(ref)
  await step('s', () => {
    const P = Struct({ a: ref.types.int, b: ref.types.double, c: ref.types.CString })
    const p = new P({ a: 1, b: 2.5, c: 'hi' })
    return [P.size, p.a, p.b, p.c, p['ref.buffer'].length]
  })
  await step('a', () => {
    const A = ArrayType('int')
    const a = new A([1, 2, 3])
    return [a.length, a[2], a.toArray(), a.buffer.toString('hex')]
  })
})
