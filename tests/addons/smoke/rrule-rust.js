'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const { RRule, RRuleSet, DtStart, DateTime, Frequency, Weekday } = require('rrule-rust')
  await step('r', () => {
    const s = RRuleSet.fromString('DTSTART:20240101T000000Z\nRRULE:FREQ=WEEKLY;COUNT=4;BYDAY=MO,WE')
    return [s.all().map(String), s.toString(), RRule.fromString('FREQ=DAILY;COUNT=2').toString()]
  })
  await step('iter', () => {
    const s = RRuleSet.fromString('DTSTART:20240101T000000Z\nRRULE:FREQ=DAILY')
    let n = 0
    const o = []
    for (const d of s) {
      o.push(d.toString())
      if (++n === 3) break
    }
    return o
  })
  await step('bad', () => RRuleSet.fromString('nope'))
})
