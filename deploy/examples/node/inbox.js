// How anything gets into Graft from Kafka: one topic, any key, Protobuf or its JSON.
import { create, toBinary } from '@bufbuild/protobuf'
import kafkajs from 'kafkajs'
import { InboxEventSchema } from './generated/graft/v1/inbox_pb.js'

/**
 * As JSON nothing is generated: the fields of inbox.proto in camelCase, bytes in base64. The header is what tells
 * ingest-service; a record without it is read as Protobuf.
 */
export function asJson(key, event) {
  return { key, value: JSON.stringify(event), headers: { 'content-type': 'application/json' } }
}

/** As Protobuf, with the generated InboxEvent: no base64, so pictures of up to 16 MiB. */
export function asProtobuf(key, event) {
  const message = create(InboxEventSchema, { event })
  return { key, value: Buffer.from(toBinary(InboxEventSchema, message)) }
}

/** Sends the records and returns when every one is on all replicas. */
export async function publish(brokers, messages) {
  const kafka = new kafkajs.Kafka({
    clientId: 'graft-walk-through',
    brokers: brokers.split(','),
    logLevel: kafkajs.logLevel.NOTHING // what goes wrong is thrown
  })
  const producer = kafka.producer({
    idempotent: true, // and so acknowledged by all replicas, and never doubled by a retry
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner // Kafka's own; any other would do too
  })
  await producer.connect()
  try {
    for (const message of messages) {
      await producer.send({ topic: 'graft.inbox', messages: [message] }) // one at a time: a picture may be 16 MiB
    }
  } finally {
    await producer.disconnect()
  }
}
