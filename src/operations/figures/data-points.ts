// The figures as data points of Analytics Engine, one for each series. docs/grafana.json queries these columns.
import { type Figure, type FigureDefinition, figureDefinitions, seriesOf } from '../../contract/figures.ts'

/** The part of the platform's binding that is used here. It keeps a point for three months, and tells of no failure. */
export type Dataset = { writeDataPoint(point: DataPoint): void }
export type DataPoint = { indexes: string[]; blobs: string[]; doubles: number[] }

/** `growth`: of what is counted, by how much it has grown since the minute before. */
export const columns = { name: 'blob1', labels: ['blob2', 'blob3'], value: 'double1', growth: 'double2' } as const

/** Most points that one invocation of a Worker may write. */
export const pointsMax = 250

/** `before`: the sums a minute ago, by series. */
export function dataPointsOf(figures: readonly Figure[], before: Readonly<Record<string, number>>): DataPoint[] {
  return figures.slice(0, pointsMax).map(({ name, labels, value }) => {
    const { type }: FigureDefinition = figureDefinitions[name]
    const growth = type === 'gauge' ? 0 : value - (before[seriesOf(name, labels)] ?? 0)
    return { indexes: [name], blobs: [name, ...labels], doubles: [value, growth] }
  })
}
