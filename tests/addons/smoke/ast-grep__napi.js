'use strict'
const fs = require('fs')
const path = require('path')
const { main, step, tmp } = require('../lib/step.js')

main(async () => {
  const { parse, Lang, js, ts, findInFiles, kind, pattern } = require('@ast-grep/napi')
  await step('find', () => {
    const r = parse(Lang.JavaScript, 'console.log("hi"); let a = foo(1, 2)').root()
    const n = r.find('console.log($A)')
    return [n.text(), n.getMatch('A').text(), n.range(), n.kind(), r.children().map((c) => c.kind())]
  })
  await step('edit', () => {
    const r = parse(Lang.TypeScript, 'var x: number = 1; var y = 2').root()
    const es = r.findAll('var').map((n) => n.replace('let'))
    return r.commitEdits(r.findAll({ rule: { kind: 'identifier' } }).map((n) => n.replace('z' + n.text())))
  })
  await step('kind', () => kind(Lang.JavaScript, 'identifier') > 0)
  await step(
    'files',
    () =>
      new Promise((res, rej) => {
        fs.writeFileSync(tmp('x.js'), 'foo(1); foo(2)')
        let got = []
        findInFiles(
          Lang.JavaScript,
          { paths: [path.dirname(tmp('x.js'))], matcher: { rule: { pattern: 'foo($A)' } } },
          (e, ns) => {
            got.push(
              e,
              ns.map((n) => n.text()),
            )
          },
        ).then((c) => setTimeout(() => res([c, got]), 50), rej)
      }),
  )
  await step('err', () => parse('Nope', 'x'))
  await step('err2', () =>
    parse(Lang.JavaScript, 'x')
      .root()
      .find({ rule: { foo: 1 } }),
  )
})
