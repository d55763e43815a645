/** What the name of an object says about records that do not say it themselves. */
export interface KeyContext {
  readonly account: string | null
  readonly region: string | null
  /** As its own logs call it: app/my-alb/50dc6c495c0c9188. */
  readonly loadBalancer: string | null
  /** Id of a CloudFront distribution. */
  readonly distribution: string | null
}

const region = '(?:us|eu|eusc|ap|sa|ca|me|af|il|mx|cn)(?:-gov|-iso[a-f]?|-[a-z]{2})?-[a-z]+-\\d'
const account = '\\d{12}'
/**
 * File names that AWS makes, `AWSLogs/` and hive folders, S3's date-based partitions, and folders of services that have
 * no region, in that order.
 */
const patterns = [
  `(?:^|[/.])(${account})_[a-z\\d-]+(?:_(?:alert|flow|tls))?_(${region})_`,
  `AWSLogs/(?:o-[a-z\\d]+/)?(${account})/[^/]+/(${region})/`,
  `aws-account-id=(${account})/.*aws-region=(${region})/`,
  `/(${account})/(${region})/`,
  `AWSLogs/(?:o-[a-z\\d]+/)?(?:aws-account-id=)?(${account})/()`,
].map((pattern) => new RegExp(pattern, 'i'))

const loadBalancer = /_(app|net)\.([\w-]+)\.([\da-f]{16})_/
const distribution = /(?:^|[/=])(E[\dA-Z]{10,14})\.\d{4}-\d\d-\d\d-\d\d\.|CloudFront\/(?:[\w-]+=)?(E[\dA-Z]{10,14})[/.]/

/** Account, region, load balancer and distribution of the object at `uri`, as the delivering service writes them into keys. */
export function keyContext(uri: string): KeyContext {
  const balancer = loadBalancer.exec(uri)
  const viewed = distribution.exec(uri)
  const found = patterns.map((pattern) => pattern.exec(uri)).find((match) => match !== null)
  return {
    account: found?.[1] ?? null,
    region: found?.[2] || null,
    loadBalancer: balancer ? balancer.slice(1).join('/') : null,
    distribution: viewed?.[1] ?? viewed?.[2] ?? null,
  }
}
