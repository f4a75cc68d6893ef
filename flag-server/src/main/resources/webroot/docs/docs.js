// Renders /openapi.json. Whatever the description says becomes text, never markup.

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'options'];
const DEEPEST = 4;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== ''));
  return made;
}

function nameOf(reference) {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

function resolve(description, node) {
  return node.$ref
    ? node.$ref.slice(2).split('/').reduce((at, part) => at[part], description)
    : node;
}

/** The type of a schema in a few words; a named one is a link to its own place. */
function typeOf(schema) {
  if (schema.$ref) {
    const name = nameOf(schema.$ref);
    return element('a', { href: `#schema-${name}` }, name);
  }
  if (schema.enum) {
    return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  }
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const);
  }
  const choices = schema.anyOf ?? schema.allOf;
  if (choices) {
    return element('span', {}, ...choices.flatMap((each, n) => [n ? (schema.anyOf ? ' | ' : ' & ') : '', typeOf(each)]));
  }
  if (schema.type === 'array') {
    return element('span', {}, 'list of ', typeOf(schema.items ?? {}));
  }
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return element('span', {}, 'by name: ', typeOf(schema.additionalProperties));
  }
  return [schema.type ?? 'anything'].flat().join(' | ');
}

function limitsOf(schema) {
  const told = {
    minimum: 'at least', maximum: 'at most', minLength: 'characters, at least', maxLength: 'characters, at most',
    minItems: 'elements, at least', maxItems: 'elements, at most', pattern: 'pattern', format: 'format', default: 'default',
    multipleOf: 'in steps of',
  };
  return Object.entries(told)
    .filter(([key]) => schema[key] !== undefined)
    .map(([key, words]) => `${words} ${schema[key]}`)
    .join(', ');
}

/** The fields of an object, and of what stands unnamed inside of it. */
function fieldsOf(schema, depth = 0) {
  const properties = Object.entries(schema.properties ?? {});
  const list = element('ul', { class: 'fields' });
  for (const [name, field] of properties) {
    const more = [
      (schema.required ?? []).includes(name) ? 'required' : '',
      field.readOnly ? 'read-only' : '',
      limitsOf(field),
    ].filter(Boolean).join(', ');
    const item = element('li', {}, element('code', {}, name), ' ', typeOf(field));
    item.append(element('span', { class: 'dim' }, more ? ` (${more})` : '', field.description ? ` ${field.description}` : ''));
    const inner = field.type === 'array' ? (field.items ?? {}) : field;
    if (inner.properties && depth < DEEPEST) {
      item.append(fieldsOf(inner, depth + 1));
    }
    list.append(item);
  }
  return list;
}

function schemaParts(schema) {
  const parts = [];
  if (schema.description) {
    parts.push(element('p', {}, schema.description));
  }
  if (schema.properties) {
    parts.push(fieldsOf(schema));
  } else {
    parts.push(element('p', {}, typeOf(schema), ' ', element('span', { class: 'dim' }, limitsOf(schema))));
  }
  for (const example of schema.examples ?? []) {
    parts.push(exampleOf(example));
  }
  return parts;
}

function exampleOf(example) {
  return element('pre', { tabindex: '0', role: 'group', 'aria-label': 'example' }, JSON.stringify(example, null, 2));
}

function contentOf(content) {
  return element('ul', { class: 'fields' }, ...Object.entries(content ?? {}).map(([type, { schema }]) =>
    element('li', {}, element('code', {}, type), ': ', typeOf(schema.allOf && schema.properties ? schema.allOf[0] : schema))));
}

function securityOf(operation) {
  const ways = (operation.security ?? []).map((all) => Object.keys(all).join(' and '));
  return ways.length ? `${ways.join(', or ')}; permission ${operation['x-permission']}` : 'nothing: anybody may call it';
}

function operationOf(description, path, method, operation) {
  const details = element('details', { id: operation.operationId });
  details.append(element('summary', {},
    element('span', { class: 'method' }, method.toUpperCase()), ' ',
    element('h3', {}, element('code', {}, path)), ' ',
    element('span', { class: 'dim' }, operation.summary)));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) {
      details.append(...insideOf(description, operation));
    }
  });
  details.dataset.words = `${method} ${path} ${operation.operationId} ${operation.summary}`.toLowerCase();
  return details;
}

function insideOf(description, operation) {
  const parts = [];
  if (operation.description) {
    parts.push(element('p', {}, operation.description));
  }
  parts.push(element('h4', {}, 'Needs'), element('p', {}, securityOf(operation)));
  const parameters = (operation.parameters ?? []).map((each) => resolve(description, each));
  if (parameters.length) {
    parts.push(element('h4', {}, 'Parameters'), element('ul', { class: 'fields' }, ...parameters.map((each) =>
      element('li', {}, element('code', {}, each.name), ` in ${each.in}${each.required ? ', required' : ''}: `, typeOf(each.schema),
        element('span', { class: 'dim' }, ` ${each.description ?? ''}`)))));
  }
  if (operation.requestBody) {
    parts.push(element('h4', {}, operation.requestBody.required ? 'Body' : 'Body, which may be left out'),
      contentOf(operation.requestBody.content));
    const json = operation.requestBody.content['application/json'];
    const [example] = json ? (resolve(description, json.schema).examples ?? []) : [];
    if (example !== undefined) {
      parts.push(exampleOf(example));
    }
  }
  parts.push(element('h4', {}, 'Answers'));
  for (const [status, each] of Object.entries(operation.responses)) {
    const response = resolve(description, each);
    const headers = Object.keys(response.headers ?? {});
    parts.push(element('div', {}, element('strong', {}, status), ` ${response.description}`,
      headers.length ? element('span', { class: 'dim' }, ` Headers: ${headers.join(', ')}.`) : '',
      contentOf(response.content)));
  }
  return parts;
}

function render(description) {
  document.getElementById('about').textContent = description.info.summary;
  const main = document.getElementById('operations');
  const areas = document.getElementById('areas');
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    METHODS.filter((method) => methods[method]).map((method) => ({ path, method, operation: methods[method] })));
  const sections = description.tags.map((tag) => {
    const section = element('section', { 'aria-labelledby': `area-${tag.name}` },
      element('h2', { id: `area-${tag.name}` }, tag.name),
      element('p', { class: 'dim' }, tag.description),
      ...operations.filter(({ operation }) => operation.tags[0] === tag.name)
        .map(({ path, method, operation }) => operationOf(description, path, method, operation)));
    areas.append(element('li', {}, element('a', { href: `#area-${tag.name}` }, tag.name)));
    return section;
  });
  const schemas = element('section', { 'aria-labelledby': 'area-schemas' }, element('h2', { id: 'area-schemas' }, 'schemas'));
  for (const [name, schema] of Object.entries(description.components.schemas)) {
    const details = element('details', { id: `schema-${name}` },
      element('summary', {}, element('h3', {}, element('code', {}, name))), ...schemaParts(schema));
    details.dataset.words = `schema ${name}`.toLowerCase();
    schemas.append(details);
  }
  areas.append(element('li', {}, element('a', { href: '#area-schemas' }, 'schemas')));
  main.append(...sections, schemas);
  tell(`${operations.length} operations`);
}

function tell(text) {
  document.getElementById('state').textContent = text;
}

/** Hides what does not have every word that is looked for. */
function filter() {
  const words = document.getElementById('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const section of document.querySelectorAll('main section')) {
    let any = false;
    for (const details of section.querySelectorAll('details[data-words]')) {
      details.hidden = !words.every((word) => details.dataset.words.includes(word));
      any = any || !details.hidden;
      shown += details.hidden || details.id.startsWith('schema-') ? 0 : 1;
    }
    section.hidden = !any;
  }
  tell(`${shown} operations`);
}

/** Opens what the address names. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.scrollIntoView();
  }
}

const response = await fetch('/openapi.json');
if (response.ok) {
  render(await response.json());
  document.getElementById('filter').addEventListener('input', filter);
  window.addEventListener('hashchange', openTarget);
  openTarget();
} else {
  tell(`The description can't be read: the server answered ${response.status}.`);
}
