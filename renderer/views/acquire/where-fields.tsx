import type { BucketLayout } from '../../../shared/source.ts'
import { Check, Choice, Text, useForm } from './form.tsx'
import { layouts } from './words.ts'

/** Where the logs are: bucket, queue or regions, by the kind of source. */
export function WhereFields() {
  const { draft, edit } = useForm()
  const { kind } = draft
  if (kind === 's3-bucket') {
    return (
      <div className="acquire-fields">
        <Text at="bucket" label="Bucket" placeholder="org-cloudtrail-logs" />
        <Choice
          label="What lies in it"
          place="layout"
          value={draft.layout as BucketLayout}
          options={layouts}
          onChange={(layout) => edit({ layout })}
        />
        <Text
          at="path"
          label="Path"
          optional
          placeholder="logs/trail"
          hint="The folder before AWSLogs/, or that of a delivery stream."
        />
        {draft.layout !== 'firehose' && draft.layout !== 'any' && (
          <Text at="pathSuffix" label="Path suffix" optional hint="A folder between AWSLogs/ and the accounts." />
        )}
      </div>
    )
  }
  if (kind === 'security-lake-listing') {
    return (
      <div className="acquire-fields">
        <Text at="bucket" label="Bucket" placeholder="aws-security-data-lake-eu-west-1-…" />
        <Text
          at="lakeSources"
          label="Sources"
          optional
          placeholder="CLOUD_TRAIL_MGMT, ROUTE53"
          hint="Names as they stand in the keys. Empty: all."
        />
      </div>
    )
  }
  if ('security-lake-queue' === kind || kind === 'sqs-notifications') {
    return (
      <div className="acquire-fields">
        <Text
          at="queue"
          label="Queue"
          placeholder="AmazonSecurityLake-…-Main-Queue"
          hint="Its name, URL or ARN. A name alone needs the region below."
        />
        <Text
          at="visibility"
          label="Hidden from others for"
          hint="Seconds. It is extended while work on a message goes on, and whatever is not deleted comes back after it."
        />
      </div>
    )
  }
  return (
    <div className="acquire-fields">
      <Text
        at="regions"
        label="Regions"
        optional
        placeholder="eu-west-1, us-east-1"
        hint={
          kind === 'api-iam'
            ? 'Where keys, functions, queues and the like are asked for. Empty: the one region of the profile, or the one below.'
            : 'Empty: the one region of the profile, or the one below.'
        }
      />
      {kind !== 'api-iam' && <Days />}
    </div>
  )
}

/** Which part of a bucket is wanted. */
export function WhatFields() {
  const { draft } = useForm()
  const isBucket = draft.kind === 's3-bucket'
  return (
    <>
      <div className="acquire-fields">
        <Days />
        <Text
          at="accounts"
          label="Accounts"
          optional
          placeholder="111122223333, 444455556666"
          hint="Empty: all that the bucket holds."
        />
        <Text at="regions" label="Regions" optional placeholder="eu-west-1, us-east-1" hint="Empty: all." />
        {isBucket && (
          <Text
            at="organizations"
            label="Organizations"
            optional
            placeholder="o-a1b2c3d4e5"
            hint="Empty: the folders of organization trails are found by themselves."
          />
        )}
        <Text
          at="keyPattern"
          label="Key pattern"
          optional
          placeholder="*/CloudTrail/*.json.gz"
          hint="Over the whole key: * any text, ? one character."
        />
        <Text
          at="lookBackDays"
          label="Look-back"
          hint="Days before and after that are read too: logs are delivered late, and folders may follow another clock."
        />
      </div>
      {isBucket && (
        <div className="acquire-checks">
          <Check
            at="versions"
            label="Deleted and overwritten objects too"
            hint="Collects noncurrent versions and lists delete markers: logs that somebody made away with."
          />
          <Check
            at="digests"
            label="Digest files and public keys too"
            hint="With them CloudTrail's signatures can be verified."
          />
        </div>
      )}
    </>
  )
}

function Days() {
  return (
    <>
      <Text at="from" label="First day" optional placeholder="2026-05-01" hint="UTC, this day included." />
      <Text at="until" label="Last day" optional placeholder="2026-05-31" hint="UTC, this day included." />
    </>
  )
}
