// Refusals as problem details (RFC 9457).

/** The members that every problem has. `type` is stable, as is `code`. */
export function problemOf<C extends string>(code: C, status: number) {
  return { type: `urn:homeappliance:problem:${code}`, title: code.replaceAll('_', ' '), status, code }
}
