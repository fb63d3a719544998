// The figures as text of OpenMetrics: families with their metadata, histograms in order, labels escaped.
import { expect, test } from 'vitest'
import { type Figure, figureDefinitions } from '../../../../src/contract/figures.ts'
import { openMetricsText } from '../../../../src/operations/figures/openmetrics.ts'

const { help } = figureDefinitions.homeappliance_calls_total
const bucket = (le: string, value: number): Figure => {
  return { name: 'homeappliance_payment_duration_seconds_bucket', labels: [le], value }
}

test('each family stands once, with type, unit and help, and all its series', () => {
  const text = openMetricsText([
    { name: 'homeappliance_calls_total', labels: ['order', 'answered'], value: 7 },
    bucket('+Inf', 2),
    { name: 'homeappliance_dead_letters', labels: ['a "queue"\\\n'], value: 1 },
    { name: 'homeappliance_payment_duration_seconds_sum', labels: [], value: 1.5 },
    bucket('10', 2),
    bucket('2.5', 1),
    { name: 'homeappliance_calls_total', labels: ['order', 'failed'], value: 0 },
    { name: 'homeappliance_payment_duration_seconds_count', labels: [], value: 2 },
  ])
  expect(text).toBe(`# TYPE homeappliance_calls counter
# HELP homeappliance_calls ${help}
homeappliance_calls_total{context="order",outcome="answered"} 7
homeappliance_calls_total{context="order",outcome="failed"} 0
# TYPE homeappliance_payment_duration_seconds histogram
# UNIT homeappliance_payment_duration_seconds seconds
# HELP homeappliance_payment_duration_seconds How long a call to pay took, with its provider
homeappliance_payment_duration_seconds_bucket{le="2.5"} 1
homeappliance_payment_duration_seconds_bucket{le="10"} 2
homeappliance_payment_duration_seconds_bucket{le="+Inf"} 2
homeappliance_payment_duration_seconds_sum 1.5
homeappliance_payment_duration_seconds_count 2
# TYPE homeappliance_dead_letters gauge
# HELP homeappliance_dead_letters Open dead letters of a subscriber, counted up to 1,000 in all
homeappliance_dead_letters{subscriber="a \\"queue\\"\\\\\\n"} 1
# EOF
`)
})

test('without figures there is only the end', () => expect(openMetricsText([])).toBe('# EOF\n'))
