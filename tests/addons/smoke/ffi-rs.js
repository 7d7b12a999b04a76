'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const {
    load,
    open,
    close,
    DataType,
    createPointer,
    restorePointer,
    define,
    arrayConstructor,
    funcConstructor,
    wrapPointer,
    unwrapPointer,
    isNullPointer,
  } = require('ffi-rs')
  open({ library: 'c', path: 'libc.so.6' })
  open({ library: 'm', path: 'libm.so.6' })
  await step('abs', () => [
    load({ library: 'c', funcName: 'abs', retType: DataType.I32, paramsType: [DataType.I32], paramsValue: [-5] }),
    load({
      library: 'm',
      funcName: 'pow',
      retType: DataType.Double,
      paramsType: [DataType.Double, DataType.Double],
      paramsValue: [2, 10],
    }),
    load({
      library: 'c',
      funcName: 'strlen',
      retType: DataType.I64,
      paramsType: [DataType.String],
      paramsValue: ['hello'],
    }),
    load({ library: 'c', funcName: 'toupper', retType: DataType.I32, paramsType: [DataType.I32], paramsValue: [97] }),
  ])
  await step('async', async () =>
    load({
      library: 'c',
      funcName: 'labs',
      retType: DataType.I64,
      paramsType: [DataType.I64],
      paramsValue: [-7],
      runInNewThread: true,
    }),
  )
  await step('str', () =>
    load({
      library: 'c',
      funcName: 'getenv',
      retType: DataType.String,
      paramsType: [DataType.String],
      paramsValue: ['TZ'],
    }),
  )
  await step('define', () => {
    const f = define({
      sqrt: { library: 'm', retType: DataType.Double, funcName: 'sqrt', paramsType: [DataType.Double] },
    })
    return f.sqrt([16])
  })
  await step('ptr', () => {
    const p = createPointer({ paramsType: [DataType.I32], paramsValue: [7] })
    return restorePointer({ retType: [DataType.I32], paramsValue: p })
  })
  await step('bad', () =>
    load({ library: 'c', funcName: 'nopenope', retType: DataType.I32, paramsType: [], paramsValue: [] }),
  )
  await step('errno', () =>
    load({
      library: 'c',
      funcName: 'chdir',
      retType: DataType.I32,
      paramsType: [DataType.String],
      paramsValue: ['/nope'],
      errno: true,
    }),
  )
  await step('qsort cb', () => {
    let n = 0
    return load({
      library: 'c',
      funcName: 'atoi',
      retType: DataType.I32,
      paramsType: [DataType.String],
      paramsValue: ['42'],
    })
  })
})
