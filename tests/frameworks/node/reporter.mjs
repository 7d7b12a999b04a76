// A reporter of one's own: the kind of each event and its name.
export default async function* reporter(events) {
  for await (const { type, data } of events) {
    if (type === 'test:summary') yield `${type} ${JSON.stringify(data.counts)} ${data.success}\n`;
    else if (type !== 'test:diagnostic' && type !== 'test:stderr') yield `${type} ${data.nesting} ${data.name ?? data.count}\n`;
  }
}
