import { jobStatsOf } from '../../../src/api/domain/job-stats.js';
import { typed, typedParameters, type TypedValues } from '../../../src/api/parameters.js';

const told: TypedValues = {
  operation: typed.int(5),
  time_elapsed: typed.ullong(1_500n),
  downtime: typed.ullong(20n),
  data_processed: typed.ullong(18_446_744_073_709_551_615n),
  auto_converge_throttle: typed.int(30),
  success: typed.boolean(false),
  errmsg: typed.string('operation aborted'),
  something_newer: typed.uint(1),
};

test('times and per cent are numbers, amounts are bigint', () => {
  expect(jobStatsOf(4, typedParameters(told))).toMatchObject({
    type: 4,
    operation: 5,
    timeElapsed: 1_500,
    downtime: 20,
    dataProcessed: 18_446_744_073_709_551_615n,
    autoConvergeThrottle: 30,
    success: false,
    error: 'operation aborted',
  });
});

test('what was not told is undefined, and so is what came as something else', () => {
  const stats = jobStatsOf(1, typedParameters({ data_total: typed.string('much'), success: typed.int(1) }));
  expect(Object.entries(stats).filter(([, value]) => value !== undefined)).toEqual([['type', 1]]);
});
