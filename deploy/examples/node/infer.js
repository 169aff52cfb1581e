// node infer.js [--server http://HOST:PORT] --model TASK [--version VERSION] FILE...
// The same question in the words of the Open Inference Protocol, as any of its clients asks: one line of JSON for each
// picture, with its class and every probability.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { Code, ConnectError, createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { GRPCInferenceService } from './generated/inference/open_inference_pb.js'

const {
  values: { server: baseUrl, model: modelName, version: modelVersion },
  positionals: files
} = parseArgs({
  allowPositionals: true,
  options: {
    server: { type: 'string', default: 'http://localhost:7075' },
    model: { type: 'string' },
    version: { type: 'string', default: '' } // what the task serves
  }
})

const inference = createClient(GRPCInferenceService, createGrpcTransport({ baseUrl }))
try {
  const pictures = await Promise.all(files.map(file => readFile(file)))
  const answer = await inference.modelInfer({
    modelName,
    modelVersion,
    inputs: [
      {
        name: 'IMAGE',
        datatype: 'BYTES',
        shape: [BigInt(pictures.length)],
        contents: { bytesContents: pictures }
      }
    ]
  })
  const output = name => answer.outputs.find(tensor => tensor.name === name)
  const probabilities = output('PROBABILITIES')
  const classes = Number(probabilities.shape[1])
  const receipts = answer.parameters.receipts.parameterChoice.value.split(',')
  const unknown = answer.parameters.unknown?.parameterChoice.value.split(',') // where the version tells it
  files.forEach((file, at) => {
    const line = {
      file: basename(file),
      modelVersion: answer.modelVersion,
      className: new TextDecoder().decode(output('CLASS').contents.bytesContents[at]),
      probabilities: probabilities.contents.fp32Contents.slice(at * classes, (at + 1) * classes),
      receipt: receipts[at],
      ...(unknown && { unknown: unknown[at] === 'true' })
    }
    console.log(JSON.stringify(line))
  })
} catch (error) {
  const refusal = ConnectError.from(error)
  console.error(`${Code[refusal.code]}: ${refusal.rawMessage}`)
  process.exitCode = 1
}
