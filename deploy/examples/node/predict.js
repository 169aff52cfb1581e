// node predict.js [--server http://HOST:PORT] --task TASK FILE
// Prints the answer as one line of JSON: class, version, receipt and every probability.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { toJsonString } from '@bufbuild/protobuf'
import { Code, ConnectError, createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { PredictionService, PredictResponseSchema } from './generated/graft/v1/prediction_service_pb.js'

const {
  values: { server: baseUrl, task: taskId },
  positionals: [file]
} = parseArgs({
  allowPositionals: true,
  options: { server: { type: 'string', default: 'http://localhost:7075' }, task: { type: 'string' } }
})

const predictions = createClient(PredictionService, createGrpcTransport({ baseUrl }))
try {
  const answer = await predictions.predict({ taskId, input: { case: 'image', value: await readFile(file) } })
  console.log(toJsonString(PredictResponseSchema, answer))
} catch (error) {
  const refusal = ConnectError.from(error)
  console.error(`${Code[refusal.code]}: ${refusal.rawMessage}`)
  process.exitCode = 1
}
