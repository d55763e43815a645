import { fromContainerMetadata, fromHttp, fromInstanceMetadata } from '@aws-sdk/credential-providers'

/** Credentials of the machine that Coldtrail runs on: those of its container where there is one, else of the EC2 instance. */
export function fromMachine(): ReturnType<typeof fromInstanceMetadata> {
  const { AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI } = process.env
  if (AWS_CONTAINER_CREDENTIALS_FULL_URI) return fromHttp()
  if (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI) return fromContainerMetadata()
  return fromInstanceMetadata()
}
