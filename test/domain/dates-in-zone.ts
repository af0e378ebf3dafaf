import { addDays, dateInBogota, quarterOf } from '../../src/domain/quarter.js';

// Run as a process of its own: the zone of a process can't be changed from inside a jest test.

const dates = [
  '2024-04-01T04:30:00Z',
  '2024-04-01T04:59:59.999Z',
  '2024-04-01T05:00:00Z',
  '2025-01-01T04:59:59Z',
].map((instant) => dateInBogota(new Date(instant)));

const later = [
  addDays('2024-02-28', 1),
  addDays('2023-02-28', 1),
  addDays('2024-03-09', 2),
  addDays('2024-12-31', 10),
];

const quarter = quarterOf(dateInBogota(new Date('2024-03-31T23:30:00-05:00')));
const offset = new Date('2024-06-01T12:00:00Z').getTimezoneOffset();
console.log(JSON.stringify({ offset, dates, later, quarter }));
