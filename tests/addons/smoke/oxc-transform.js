'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const m = await import('oxc-transform')
  await step('t', async () => [
    m.transformSync('x.ts', 'enum A { B = 1 } let c: A = A.B; class D { @dec e() {} }', {
      target: 'es2020',
      decorator: { legacy: true },
    }).code,
    m.isolatedDeclarationSync('x.ts', 'export function f(): number { return 1 }', { sourcemap: false }).code,
    (await m.transform('x.tsx', '<a b={1}/>', { jsx: { runtime: 'classic' } })).code,
  ])
})
