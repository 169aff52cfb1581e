// node publish-picture.js [--brokers HOST:PORT] [--form json|protobuf] [--prefix TEXT] FILE...
// The image id is the prefix and the file's name; the same id with other bytes would be refused.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { asJson, asProtobuf, publish } from './inbox.js'

const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    brokers: { type: 'string', default: 'localhost:9092' },
    form: { type: 'string', default: 'protobuf' },
    prefix: { type: 'string', default: '' }
  }
})

const messages = []
for (const file of files) {
  const bytes = await readFile(file)
  const imageId = options.prefix + basename(file)
  messages.push(
    options.form === 'json'
      ? asJson(imageId, { image: { imageId, data: bytes.toString('base64'), source: 'node' } })
      : asProtobuf(imageId, {
          case: 'image',
          value: { imageId, content: { case: 'data', value: bytes }, source: 'node' }
        })
  )
}
await publish(options.brokers, messages)
console.log(`published ${messages.length} pictures as ${options.form}`)
