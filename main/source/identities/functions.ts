import {
  type FunctionConfiguration,
  GetPolicyCommand,
  LambdaClient,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
} from '@aws-sdk/client-lambda'
import type { Note } from '../source.ts'
import { type Asking, all, attempt, fileOf, inRegions, type Saved, type Step, saved } from './step.ts'

/** The account's functions with their roles and layers, who may call them, and which answer on an address of their own. */
export const functions: Step = {
  sid: 'ReadFunctions',
  what: 'functions, their policies and addresses',
  actions: ['lambda:GetPolicy', 'lambda:ListAliases', 'lambda:ListFunctionUrlConfigs', 'lambda:ListFunctions'],
  run(asking) {
    const { clients, signal } = asking
    return inRegions(asking, 'ListFunctions', 'the functions', async function* (region) {
      const client = clients.of(LambdaClient, region)
      const found = await all(async (Marker) => {
        const page = await client.send(new ListFunctionsCommand({ Marker }), { abortSignal: signal })
        return { items: page.Functions, next: page.NextMarker }
      })
      yield saved(`functions-${region}.json`, { Functions: found.map(described) }, region)
      for (const { FunctionArn } of found)
        if (FunctionArn !== undefined) yield* about(asking, client, FunctionArn, region)
    })
  },
}

/** Environment variables stay where they are: they hold passwords. */
function described(one: FunctionConfiguration): object {
  const { FunctionName, FunctionArn, Runtime, Role, LastModified, PackageType, VpcConfig, KMSKeyArn, Layers } = one
  return { FunctionName, FunctionArn, Runtime, Role, LastModified, PackageType, VpcConfig, KMSKeyArn, Layers }
}

async function* about(
  asking: Asking,
  client: LambdaClient,
  FunctionName: string,
  region: string,
): AsyncGenerator<Saved | Note> {
  const abort = { abortSignal: asking.signal }
  const target = `the function ${FunctionName}`
  yield policyOf(asking, client, FunctionName, null, region)
  // Each alias has a policy and an address of its own.
  try {
    const aliases = await all(async (Marker) => {
      const page = await client.send(new ListAliasesCommand({ FunctionName, Marker }), abort)
      return { items: page.Aliases, next: page.NextMarker }
    })
    for (const { Name } of aliases) if (Name !== undefined) yield policyOf(asking, client, FunctionName, Name, region)
  } catch (error) {
    asking.signal.throwIfAborted()
    yield asking.said(error, 'ListAliases', target)
  }
  yield attempt(asking, 'ListFunctionUrlConfigs', target, async () => {
    const FunctionUrlConfigs = await all(async (Marker) => {
      const page = await client.send(new ListFunctionUrlConfigsCommand({ FunctionName, Marker }), abort)
      return { items: page.FunctionUrlConfigs, next: page.NextMarker }
    })
    return saved(`function-urls/${fileOf(FunctionName)}`, { FunctionUrlConfigs }, region)
  })
}

function policyOf(
  asking: Asking,
  client: LambdaClient,
  FunctionName: string,
  Qualifier: string | null,
  region: string,
): Promise<Saved | Note> {
  const ResourceArn = Qualifier === null ? FunctionName : `${FunctionName}:${Qualifier}`
  const name = Qualifier === null ? fileOf(FunctionName) : fileOf(`${FunctionName}/${Qualifier}`)
  const file = (Policy: string | null) => saved(`function-policy/${name}`, { ResourceArn, Policy }, region)
  return attempt(
    asking,
    'GetPolicy',
    `the function ${ResourceArn}`,
    async () => {
      const input = { FunctionName, ...(Qualifier === null ? {} : { Qualifier }) }
      const { Policy = null } = await client.send(new GetPolicyCommand(input), { abortSignal: asking.signal })
      return file(Policy)
    },
    { names: ['ResourceNotFoundException'], saved: file(null) },
  )
}
