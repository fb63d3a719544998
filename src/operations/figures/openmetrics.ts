// The figures as text, after OpenMetrics 1.0 (section 4, the text format).
import { type Figure, type FigureDefinition, type FigureName, figureDefinitions } from '../../contract/figures.ts'

/** Each family once, with its type, unit and help, and all its series. */
export function openMetricsText(figures: readonly Figure[]): string {
  const families = new Map<string, Figure[]>()
  for (const figure of figures) {
    const family = familyOf(figure.name)
    families.set(family, [...(families.get(family) ?? []), figure])
  }
  const lines = [...families].flatMap(([family, series]) => {
    const [first] = series
    if (first === undefined) return []
    const { type, unit, help }: FigureDefinition = figureDefinitions[first.name]
    return [
      `# TYPE ${family} ${type}`,
      ...(unit === undefined ? [] : [`# UNIT ${family} ${unit}`]),
      `# HELP ${family} ${help}`,
      ...(type === 'histogram' ? inHistogramOrder(series) : series).map(lineOf),
    ]
  })
  return [...lines, '# EOF', ''].join('\n')
}

/** The name without the ending of its type: a counter's `_total`, and those of a histogram's series. */
function familyOf(name: FigureName): string {
  const { type }: FigureDefinition = figureDefinitions[name]
  if (type === 'counter') return name.replace(/_total$/, '')
  return type === 'histogram' ? name.replace(/_(bucket|sum|count)$/, '') : name
}

/** The buckets first, by their bound (section 5.3: they are sorted). */
function inHistogramOrder(series: readonly Figure[]): Figure[] {
  const bound = ({ labels: [le = '+Inf'] }: Figure) => (le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le))
  const isBucket = ({ name }: Figure) => name.endsWith('_bucket')
  const others = series.filter((figure) => !isBucket(figure))
  return [...series.filter(isBucket).toSorted((a, b) => bound(a) - bound(b)), ...others]
}

function lineOf({ name, labels, value }: Figure): string {
  const names: readonly string[] = figureDefinitions[name].labels
  const pairs = names.map((label, index) => `${label}="${escaped(labels[index] ?? '')}"`)
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
