/** The operations on these collections that `work` made the database run, by its own profiler. */
export async function seenBy(db, collections, work) {
  const profile = db.collection('system.profile');
  await db.command({ profile: 0 });
  await profile.drop();
  await db.command({ profile: 2 });
  await work();
  await db.command({ profile: 0 });
  const ns = { $in: collections.map((name) => `${db.databaseName}.${name}`) };
  return profile.find({ ns, op: { $in: ['query', 'command', 'getmore'] } }).toArray();
}

export const sumOf = (operations, field) =>
  operations.reduce((sum, operation) => sum + Number(operation[field] ?? 0), 0);
