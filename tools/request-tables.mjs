/** The page of the docs that lists the keys of every request, made from their schemas. */

const REQUESTS = {
  NetworkRequest: ['railyard network', 'POST /v1/network'],
  NetworkCostRequest: ['railyard network cost', 'POST /v1/network/cost'],
  FabricComparisonRequest: ['railyard network compare', 'POST /v1/network/compare'],
  SharedClusterRequest: ['railyard network jobs', 'POST /v1/network/jobs'],
  LayerRequest: ['railyard layer', 'POST /v1/layers'],
  ScheduleRequest: ['railyard schedule', 'POST /v1/schedules'],
};

const HEAD = `# Requests

What a command line or the body of a call may say. The page is made from the schemas of the requests
(\`libs/experiments/src/schema/requests\`) by \`npm run generate:client\`; options, checks, types and the description
of the service come from the same schemas. A key in **bold** must be given. A \`Cluster\` or \`PriceList\` document is
one of [documents.md](documents.md), in which \`apiVersion\` and \`kind\` may be left out; a command reads it from a file.
`;

const TYPES = {
  object: 'mapping',
  array: 'list',
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
};

const cell = (text) => text.replaceAll('|', '\\|');
const code = (text) => `\`${text}\``;

/** What a value may be, as short as it can be said. */
function valueOf(schema) {
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ');
  if (schema['x-document'] !== undefined)
    return schema['x-preset'] === undefined ? schema['x-document'] : `preset or ${schema['x-document']}`;
  if (schema['x-preset'] !== undefined) return 'preset';
  if (schema.items !== undefined) {
    const { minItems = 0, maxItems, items } = schema;
    return `${minItems === maxItems ? minItems : `up to ${maxItems.toLocaleString('en')}`} of: ${valueOf(items)}`;
  }
  if (schema.properties !== undefined)
    return `{${Object.entries(schema.properties)
      .map(([key, member]) => `${code(key)}: ${member.enum === undefined ? valueOf(member) : 'as above'}`)
      .join(', ')}}`;
  const type = [schema.type]
    .flat()
    .map((one) => TYPES[one])
    .join(' or ');
  const { minimum, maximum } = schema;
  if (minimum === undefined) return type;
  return `${type}, ${maximum > 1e9 ? 'from ' : ''}${minimum}${maximum > 1e9 ? '' : ` to ${maximum.toLocaleString('en')}`}`;
}

function tableOf(schema, flagsOf) {
  const rows = Object.entries(schema.properties).map(([key, member]) => {
    const name = schema.required.includes(key) ? `**${code(key)}**` : code(key);
    const options = flagsOf(key, member).map(code).join(', ');
    return `| ${[name, options, valueOf(member), member.description].map(cell).join(' | ')} |`;
  });
  return ['| key | option | value | |', '|---|---|---|---|', ...rows].join('\n');
}

/** @param flagsOf how the command line writes a key */
export function requestTables(schemas, flagsOf) {
  const sections = Object.entries(schemas).map(([name, schema]) => {
    const [command, route] = REQUESTS[name];
    return (
      `## ${name}\n\n${code(command)}, ${code(route)}. ` +
      `${schema.description}\n\n${tableOf(schema, flagsOf)}\n`
    );
  });
  return [HEAD, ...sections].join('\n');
}
