/** The IAM action, in lower case, that a call as the log names it needs. */
export function actionOf(service: string, action: string): string {
  const prefix = prefixes[service] ?? service
  const name = action.replace(/_?20\d{2}_?\d{2}_?\d{2}(?:v\d+)?$/, '').toLowerCase()
  if (prefix === 'apigateway') return `${prefix}:${verbOf(name)}`
  return `${prefix}:${others[prefix]?.[name] ?? name}`
}

/** Where the host of a service is not called like its IAM prefix. Service Authorization Reference. */
const prefixes: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
  email: 'ses',
  tagging: 'tag',
  'runtime.sagemaker': 'sagemaker',
  'models.lex': 'lex',
  'runtime.lex': 'lex',
  'data.iot': 'iot',
  'entitlement.marketplace': 'aws-marketplace',
  'metering-marketplace': 'aws-marketplace',
  'discovery-marketplace': 'aws-marketplace',
}

/** Calls that need an action of another name; dated names of Lambda and CloudFront have lost their date before. */
const others: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  s3: {
    completemultipartupload: 'putobject',
    copyobject: 'putobject',
    createmultipartupload: 'putobject',
    deletebucketanalyticsconfiguration: 'putanalyticsconfiguration',
    deletebucketcors: 'putbucketcors',
    deletebucketencryption: 'putencryptionconfiguration',
    deletebucketinventoryconfiguration: 'putinventoryconfiguration',
    deletebucketlifecycle: 'putlifecycleconfiguration',
    deletebucketmetricsconfiguration: 'putmetricsconfiguration',
    deletebucketpublicaccessblock: 'putbucketpublicaccessblock',
    deletebucketreplication: 'putreplicationconfiguration',
    deletebuckettagging: 'putbuckettagging',
    deleteobjects: 'deleteobject',
    getbucketanalyticsconfiguration: 'getanalyticsconfiguration',
    getbucketencryption: 'getencryptionconfiguration',
    getbucketinventoryconfiguration: 'getinventoryconfiguration',
    getbucketlifecycle: 'getlifecycleconfiguration',
    getbucketlifecycleconfiguration: 'getlifecycleconfiguration',
    getbucketmetricsconfiguration: 'getmetricsconfiguration',
    getbucketnotificationconfiguration: 'getbucketnotification',
    getbucketreplication: 'getreplicationconfiguration',
    getobjectlockconfiguration: 'getbucketobjectlockconfiguration',
    getpublicaccessblock: 'getbucketpublicaccessblock',
    headbucket: 'listbucket',
    headobject: 'getobject',
    listbuckets: 'listallmybuckets',
    listmultipartuploads: 'listbucketmultipartuploads',
    listobjects: 'listbucket',
    listobjectsv2: 'listbucket',
    listobjectversions: 'listbucketversions',
    listparts: 'listmultipartuploadparts',
    putbucketanalyticsconfiguration: 'putanalyticsconfiguration',
    putbucketencryption: 'putencryptionconfiguration',
    putbucketinventoryconfiguration: 'putinventoryconfiguration',
    putbucketlifecycle: 'putlifecycleconfiguration',
    putbucketlifecycleconfiguration: 'putlifecycleconfiguration',
    putbucketmetricsconfiguration: 'putmetricsconfiguration',
    putbucketnotificationconfiguration: 'putbucketnotification',
    putbucketreplication: 'putreplicationconfiguration',
    putobjectlockconfiguration: 'putbucketobjectlockconfiguration',
    putpublicaccessblock: 'putbucketpublicaccessblock',
    deletepublicaccessblock: 'putbucketpublicaccessblock',
    selectobjectcontent: 'getobject',
    uploadpart: 'putobject',
    uploadpartcopy: 'putobject',
  },
  lambda: { invoke: 'invokefunction' },
  sqs: {
    changemessagevisibilitybatch: 'changemessagevisibility',
    deletemessagebatch: 'deletemessage',
    sendmessagebatch: 'sendmessage',
  },
  sns: { publishbatch: 'publish' },
  kms: { reencrypt: 'reencryptfrom' },
}

/** Rights on API Gateway are those of HTTP methods. */
function verbOf(name: string): string {
  const [, verb = ''] = /^(get|create|import|test|generate|flush|delete|update|put|tag|untag)/.exec(name) ?? []
  const verbs: Readonly<Record<string, string>> = {
    get: 'get',
    delete: 'delete',
    flush: 'delete',
    untag: 'delete',
    update: 'patch',
    put: 'put',
    tag: 'put',
  }
  return verbs[verb] ?? 'post'
}
