// /docs: the API's document as a page to read: every call with what it takes, answers and refuses. No script.
import { raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Reader } from '../../contract/language.ts'
import { linksFor } from '../../web/links.ts'
import type { Page } from '../../web/page.tsx'
import { type Body, type Operation, readable } from './readable.ts'

export function documentPage(content: HtmlEscapedString, reader: Reader): Page {
  return { title: 'API', content, reader, links: linksFor(null, reader.language, '') }
}

/** The same text for everyone, to be made once. It is English, as the document, whatever language the page has. */
export async function documentContent(document: unknown): Promise<HtmlEscapedString> {
  return raw(await (<Content document={document} />).toString())
}

function Content({ document }: { document: unknown }) {
  const { info, tags, paths, components } = readable.parse(document)
  const calls = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  )
  return (
    <div lang="en">
      <div class="head">
        <h1>API</h1>
        <p class="soft">{info.description}</p>
      </div>
      <p>
        <a href="/openapi.json">/openapi.json</a> has the same for programs (OpenAPI 3.1). A call that is not for anyone
        has an access token in its header: <code>authorization: Bearer …</code>
      </p>
      <nav class="chips" aria-label="Parts of the API">
        {[...tags.map(({ name }) => name), 'schemas', 'problems'].map((name) => (
          <a href={`#${name}`}>{name}</a>
        ))}
      </nav>
      {tags.map(({ name, description }) => (
        <section class="card" aria-labelledby={name}>
          <h2 id={name}>{name}</h2>
          <p class="soft">{description}</p>
          {calls
            .filter(({ operation }) => operation.tags.includes(name))
            .map((call) => (
              <Call {...call} />
            ))}
        </section>
      ))}
      <section class="card" aria-labelledby="schemas">
        <h2 id="schemas">schemas</h2>
        {Object.entries(components.schemas).map(([name, schema]) => (
          <Entry name={name} id={`schema-${name}`} value={schema} />
        ))}
      </section>
      <section class="card" aria-labelledby="problems">
        <h2 id="problems">problems</h2>
        <p class="soft">Every refusal is one of these (RFC 9457). Programs go by the code.</p>
        {Object.entries(components.examples).map(([code, { value }]) => (
          <Entry name={code} id={`problem-${code}`} value={value} />
        ))}
      </section>
    </div>
  )
}

function Call({ name, operation }: { name: string; operation: Operation }) {
  const { operationId, summary, description, security, parameters, requestBody, responses } = operation
  const roles = security.flatMap(({ bearer = [] }) => bearer)
  return (
    <details>
      <summary>
        <code>{name}</code> <span class="soft">{words(summary)}</span>
      </summary>
      <p id={operationId}>
        For {roles.length === 0 ? 'anyone' : roles.join(', ')}. {words(description)}
      </p>
      <Parameters parameters={parameters} />
      {requestBody !== undefined && <h3>Body</h3>}
      <Bodies content={requestBody?.content} />
      {Object.entries(responses).map(([status, answer]) =>
        Number(status) < 400 ? (
          <>
            <h3>Answer {status}</h3>
            <p>{words(answer.description)}</p>
            <Bodies content={answer.content} />
          </>
        ) : null,
      )}
      <Refusals responses={responses} />
    </details>
  )
}

function Parameters({ parameters }: Pick<Operation, 'parameters'>) {
  if (parameters.length === 0) return null
  return (
    <>
      <h3>Parameters</h3>
      <dl>
        {parameters.map((parameter) => (
          <>
            <dt>
              <code>{parameter.name}</code>
            </dt>
            <dd>
              {parameter.in}, {parameter.required ? 'required' : 'optional'}
              {parameter.description !== undefined && words(`: ${parameter.description}`)}{' '}
              <code class="soft">{limitsOf(parameter.schema)}</code>
            </dd>
          </>
        ))}
      </dl>
    </>
  )
}

function Refusals({ responses }: Pick<Operation, 'responses'>) {
  const refusals = Object.entries(responses).filter(([status]) => Number(status) >= 400)
  if (refusals.length === 0) return null
  return (
    <>
      <h3>Refusals</h3>
      <dl>
        {refusals.map(([status, { description, content }]) => {
          const codes = Object.values(content).flatMap(({ examples }) => Object.keys(examples))
          return (
            <>
              <dt>{status}</dt>
              <dd>
                {codes.length === 0 ? description : codes.map((code) => [<a href={`#problem-${code}`}>{code}</a>, ' '])}
              </dd>
            </>
          )
        })}
      </dl>
    </>
  )
}

function Bodies({ content = {} }: { content?: Record<string, Body> | undefined }) {
  return (
    <>
      {Object.entries(content).map(([type, { schema, example }]) => {
        const name = schema?.$ref?.split('/').pop()
        return (
          <>
            <p class="small">
              <code>{type}</code> {name !== undefined && <a href={`#schema-${name}`}>{name}</a>}
            </p>
            {example !== undefined && <Json value={example} />}
            {name === undefined && schema !== undefined && <Json value={schema} />}
          </>
        )
      })}
    </>
  )
}

/** The browser opens it for a link to what is inside. */
function Entry({ name, id, value }: { name: string; id: string; value: unknown }) {
  return (
    <details>
      <summary>
        <code>{name}</code>
      </summary>
      <div id={id}>
        <Json value={value} />
      </div>
    </details>
  )
}

function Json({ value }: { value: unknown }) {
  return (
    <pre>
      <code>{JSON.stringify(value, null, 2)}</code>
    </pre>
  )
}

/** Names between backticks are code. */
function words(text: string) {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : <code>{part}</code>))
}

/** What a parameter may be, apart from its description, which stands beside it. */
function limitsOf({ description: _, ...schema }: Record<string, unknown>): string {
  return JSON.stringify(schema)
}
