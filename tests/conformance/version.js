// Chapter version.
'use strict'
const { addon, equal, major, ok, status, test } = require('./lib.js')
const { O, check } = require('./raw.js')
const version = addon('version')

check('napi_get_version', { cls: 'E', args: () => [O('u')], nulls: [0], good: ([out]) => equal(out, 10) })
check('napi_get_node_version', { cls: 'E', args: () => [O('p')], nulls: [0] })

test('versions agree with process', () => {
  equal(String(version.api()), process.versions.napi)
  equal(version.node(), `node ${process.versions.node.replace(/\./g, '.')}`)
  ok(major >= 22)
  equal(version.module(), 10)
})
