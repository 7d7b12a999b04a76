// The C++ fixture: classes with native state, C++ exceptions, callables.
'use strict'
const { addon, equal, ok, test, throws } = require('./lib.js')
const { Stack, makeAdder, sumOf } = addon('cpp_style')

test('a class with native state', () => {
  const stack = new Stack()
  equal([stack.push('a', 'b'), stack.push('c')], [2, 3])
  equal([stack.pop(), stack.pop(), stack.pop()], ['c', 'b', 'a'])
})

test('a C++ exception becomes a JavaScript error', () => {
  throws(() => new Stack().pop(), { code: 'E_CPP', message: 'the stack is empty' })
  throws(() => new Stack().push(5), { code: 'E_CPP', message: 'A string was expected' })
  throws(() => sumOf(), { code: 'E_CPP' })
})

test('a JavaScript exception passes C++ frames', () => {
  const boom = new Error('boom')
  ok(throws(() => sumOf(10, (n) => { if (n === 3) throw boom; return n })) === boom)
  equal(sumOf(10, (n) => n), 45)
})

test('functions that own what they capture', () => {
  const adders = [1, 2, 3].map((base) => makeAdder(base))
  equal(adders.map((add) => add(10)), [11, 12, 13])
})

test('subclasses in JavaScript', () => {
  class Loud extends Stack { pop() { return super.pop().toUpperCase() } }
  const stack = new Loud()
  stack.push('quiet')
  equal(stack.pop(), 'QUIET')
})
