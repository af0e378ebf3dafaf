/** A quarter of a year, written `2024-Q1`. */
export type Quarter = string;

/** A local date, written `YYYY-MM-DD`; compares as text. */
export type LocalDate = string;

/** America/Bogota has been at UTC−5 without daylight saving since 1993. */
const bogota = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Bogota',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The date in Bogotá at an instant: 2024-04-01T04:30Z is there still 2024-03-31. */
export function dateInBogota(instant: Date): LocalDate {
  return bogota.format(instant);
}

export function quartersOf(year: number): readonly Quarter[] {
  return [1, 2, 3, 4].map((n) => `${year}-Q${n}`);
}

export function yearOf(quarter: Quarter): number {
  return Number(quarter.slice(0, 4));
}

export function numberOf(quarter: Quarter): number {
  return Number(quarter.slice(6));
}

/** The quarter that contains a date. */
export function quarterOf(date: LocalDate): Quarter {
  return `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
}

/** First day of a quarter. */
export function startOf(quarter: Quarter): LocalDate {
  return `${quarter.slice(0, 4)}-${['01', '04', '07', '10'][numberOf(quarter) - 1]}-01`;
}

/** Last day of a quarter: 31/3, 30/6, 30/9, 31/12. */
export function cutoffOf(quarter: Quarter): LocalDate {
  return `${quarter.slice(0, 4)}-${['03-31', '06-30', '09-30', '12-31'][numberOf(quarter) - 1]}`;
}

/** Days since 1970-01-01. */
export function dayNumber(date: LocalDate): number {
  return Date.parse(date) / 86_400_000;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  const instant = new Date(`${date}T00:00:00Z`);
  instant.setUTCDate(instant.getUTCDate() + days);
  return instant.toISOString().slice(0, 10);
}
