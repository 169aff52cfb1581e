// node publish-label.js [--brokers HOST:PORT] [--form json|protobuf] --task TASK --class CLASS IMAGE_ID...
// A label may come before its picture. To correct it, publish another; the later one counts.
import { parseArgs } from 'node:util'
import { asJson, asProtobuf, publish } from './inbox.js'

const { values: options, positionals: imageIds } = parseArgs({
  allowPositionals: true,
  options: {
    brokers: { type: 'string', default: 'localhost:9092' },
    form: { type: 'string', default: 'protobuf' },
    task: { type: 'string' },
    class: { type: 'string' },
    annotator: { type: 'string', default: 'node' }
  }
})

const { task: taskId, class: className, annotator } = options
const messages = imageIds.map(imageId =>
  options.form === 'json'
    ? asJson(imageId, { label: { taskId, imageId, className, annotator } })
    : asProtobuf(imageId, {
        case: 'label',
        value: {
          taskId,
          annotator,
          subject: { case: 'imageId', value: imageId },
          statement: { case: 'className', value: className }
        }
      })
)
await publish(options.brokers, messages)
console.log(`published ${messages.length} labels as ${options.form}`)
