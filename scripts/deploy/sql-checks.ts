// The CHECK and REFERENCES clauses in the text of a table, which SQLite tells in no other way.

/** Each clause of a CREATE TABLE that can refuse a row, with single spaces. Text and names in quotes are no clauses. */
export function constraintsOf(sql: string): string[] {
  const tokens = (sql.match(tokenPattern) ?? []).filter((token) => !/^(--|\/\*)/.test(token))
  return tokens.flatMap((token, index) => {
    const word = token.toUpperCase()
    if (word === 'CHECK') return [clauseFrom(tokens, index)]
    return word === 'REFERENCES' ? [clauseFrom(tokens, columnBefore(tokens, index))] : []
  })
}

/** Comments, quoted text and names, words and numbers, operators, and single signs. */
const tokenPattern = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|\w+|[<>=!|]+|[^\s\w]/g

/** From a token to the end of the brackets that open first after it. */
function clauseFrom(tokens: readonly string[], start: number): string {
  let depth = 0
  for (let index = start; index < tokens.length; index++) {
    if (tokens[index] === '(') depth += 1
    if (tokens[index] !== ')') continue
    depth -= 1
    if (depth === 0) return tokens.slice(start, index + 1).join(' ')
  }
  return tokens.slice(start).join(' ')
}

/** The start of the column, or of the table's own clause, that a token belongs to. */
function columnBefore(tokens: readonly string[], index: number): number {
  let depth = 0
  for (let place = index - 1; place > 0; place--) {
    if (tokens[place] === ')') depth += 1
    else if (tokens[place] === '(' && depth > 0) depth -= 1
    else if (depth === 0 && (tokens[place] === ',' || tokens[place] === '(')) return place + 1
  }
  return index
}
