'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const font = require('@napi-rs/woff-build')
  await step('broken', () => font.convertWOFF2ToTTF(Buffer.from('junk')))
  await step('no font', () => font.convertTTFToWOFF2(Buffer.from('junk')))
})
