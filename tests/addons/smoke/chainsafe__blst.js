'use strict'
const { main, step } = require('../lib/step.js')

main(async () => {
  const b = require('@chainsafe/blst')
  await step('sign', () => {
    const sk = b.SecretKey.fromKeygen(Buffer.alloc(32, 7))
    const pk = sk.toPublicKey()
    const msg = Buffer.from('hello')
    const s = sk.sign(msg)
    return [sk.toHex(), pk.toHex(), s.toHex(), b.verify(msg, pk, s), b.verify(Buffer.from('x'), pk, s)]
  })
  await step('agg', async () => {
    const sks = [1, 2, 3].map((i) => b.SecretKey.fromKeygen(Buffer.alloc(32, i)))
    const msg = Buffer.alloc(32, 9)
    const sigs = sks.map((s) => s.sign(msg))
    const agg = b.aggregateSignatures(sigs)
    const pks = sks.map((s) => s.toPublicKey())
    return [
      agg.toHex().slice(0, 40),
      b.aggregateVerify(
        pks.map(() => msg),
        pks,
        agg,
      ),
      b.fastAggregateVerify(msg, pks, agg),
    ]
  })
  await step('bad', () => b.PublicKey.fromHex('0x00'))
  await step('bad2', () => b.Signature.fromBytes(Buffer.alloc(96)))
  await step('async same message', async () => {
    const sk = b.SecretKey.fromKeygen(Buffer.alloc(32, 1))
    const msg = Buffer.alloc(32, 9)
    const r = await b.asyncAggregateWithRandomness([{ pk: sk.toPublicKey(), sig: sk.sign(msg).toBytes() }])
    return Object.keys(r)
  })
})
