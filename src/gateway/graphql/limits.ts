// The size limits of a GraphQL request, checked before it is executed.
import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql'

/** The standard introspection query has depth 14 and about 250 fields. */
const depthMax = 16
const fieldsMax = 500
/** Each top field is a call of its own, with or without an alias. */
const topFieldsMax = 10
export const tokensMax = 1000

type Size = { top: number; fields: number; depth: number }

/**
 * A validation rule. A fragment counts each time it is spread. A request with an Idempotency-Key header (`hasKey`) may
 * have one mutation: one key is for one change.
 */
export function withinLimits(hasKey: boolean): (context: ValidationContext) => ASTVisitor {
  return (context) => visitorFor(context, hasKey)
}

function visitorFor(context: ValidationContext, hasKey: boolean): ASTVisitor {
  const sizes = new Map<string, Size>()

  function sizeOf(set: SelectionSetNode): Size {
    const size: Size = { top: 0, fields: 0, depth: 0 }
    for (const selection of set.selections) {
      const part = partOf(selection)
      size.top += part.top
      size.fields += part.fields
      size.depth = Math.max(size.depth, part.depth)
    }
    return size
  }

  function partOf(selection: SelectionSetNode['selections'][number]): Size {
    switch (selection.kind) {
      case 'InlineFragment':
        return sizeOf(selection.selectionSet)
      case 'FragmentSpread':
        return sizeOfFragment(context.getFragment(selection.name.value))
      case 'Field': {
        const below = selection.selectionSet === undefined ? empty : sizeOf(selection.selectionSet)
        return { top: 1, fields: below.fields + 1, depth: below.depth + 1 }
      }
    }
  }

  function sizeOfFragment(fragment: FragmentDefinitionNode | null | undefined): Size {
    if (fragment === null || fragment === undefined) return empty
    const { value: name } = fragment.name
    const known = sizes.get(name)
    if (known !== undefined) return known
    // Another rule refuses a fragment that spreads itself: here it must only end the recursion.
    sizes.set(name, empty)
    const size = sizeOf(fragment.selectionSet)
    sizes.set(name, size)
    return size
  }

  return {
    OperationDefinition(node) {
      const { top, fields, depth } = sizeOf(node.selectionSet)
      const refuse = (what: string) => context.reportError(new GraphQLError(what, { nodes: [node], extensions }))
      if (hasKey && node.operation === 'mutation' && top > 1) {
        refuse('An Idempotency-Key header is for one mutation: give each of these its own idempotencyKey instead.')
      }
      if (top > topFieldsMax) refuse(`A request has at most ${topFieldsMax} fields at the top; this has ${top}.`)
      if (fields > fieldsMax) refuse(`A request has at most ${fieldsMax} fields; this has ${fields}.`)
      if (depth > depthMax) refuse(`A request is at most ${depthMax} fields deep; this is ${depth}.`)
    },
  }
}

const empty: Size = { top: 0, fields: 0, depth: 0 }
const extensions = { code: 'invalid_request' }
