'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const { DDWAF } = require('@datadog/native-appsec')
  const rules = {
    version: '2.2',
    metadata: { rules_version: '1.0' },
    rules: [
      {
        id: 'r1',
        name: 'r',
        tags: { type: 't', category: 'c' },
        conditions: [
          {
            operator: 'match_regex',
            parameters: {
              inputs: [{ address: 'server.request.headers.no_cookies', key_path: ['user-agent'] }],
              regex: '^Arachni',
            },
          },
        ],
        transformers: [],
      },
    ],
  }
  await step('v', () => DDWAF.version())
  await step('run', () => {
    const w = new DDWAF(rules, 'rules')
    const c = w.createContext()
    const r = c.run({ persistent: { 'server.request.headers.no_cookies': { 'user-agent': 'Arachni/v1' } } }, 1e7)
    const o = [r.status, r.events && r.events.map((e) => e.rule.id), typeof r.duration]
    c.dispose()
    w.dispose()
    return [o, w.disposed]
  })
  await step('bad', () => new DDWAF(5))
  await step('disp', () => {
    const w = new DDWAF(rules, 'rules')
    w.dispose()
    w.createContext()
  })
  await step('upd', () => {
    const w = new DDWAF(rules, 'rules')
    return [
      w.createOrUpdateConfig(rules, 'two'),
      w.configPaths,
      w.removeConfig('two'),
      w.diagnostics && Object.keys(w.diagnostics),
    ]
  })
})
