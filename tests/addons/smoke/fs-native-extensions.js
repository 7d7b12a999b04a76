'use strict'
const fs = require('fs')
const { main, step, tmp } = require('../lib/step.js')

main(async () => {
  const f = require('fs-native-extensions')
  await step('l', async () => {
    fs.writeFileSync(tmp('l'), 'x'.repeat(9000))
    const fd = fs.openSync(tmp('l'), 'r+')
    return [
      Object.keys(f).sort().join(),
      f.tryLock(fd),
      f.tryDowngradeLock ? f.tryDowngradeLock(fd) : 0,
      f.unlock(fd),
      await f.waitForLock(fd),
      await f.trim(fd, 0, 4096),
      await f.sparse(fd),
    ]
  })
  await step('swap', async () => {
    fs.writeFileSync(tmp('a'), '1')
    fs.writeFileSync(tmp('b'), '2')
    await f.swap(tmp('a'), tmp('b'))
    return fs.readFileSync(tmp('a'), 'utf8')
  })
})
