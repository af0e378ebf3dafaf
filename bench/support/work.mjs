import { randomUUID } from 'node:crypto';

// What is recorded: reports of 200 actions, each with a narrative as plan files have them.

export const streams = 200;
export const concurrency = 64;
const actor = { id: 'local', role: 'operator' };
const words =
  'Se adelantaron las mesas técnicas con los municipios y se consolidó el documento de diagnóstico; queda pendiente la socialización. ';

/** About 300 characters, never twice the same. */
export const narrative = (n) => `${words}${words}Avance ${n}, ${randomUUID()}`.slice(0, 300);

/** Each client has streams of its own, so that nobody loses a race and has to try again. */
export function placeOf(client, n) {
  const own = Math.floor((streams - 1 - client) / concurrency) + 1;
  return { stream: client + concurrency * (n % own), round: Math.floor(n / own) };
}

export const actionIdOf = (ledger, stream) => `action_${ledger}_${String(stream).padStart(4, '0')}`;

const requestOf = (ledger, command) => ({
  ...{ ledger, commandId: randomUUID(), correlationId: 'bench', actor },
  ...command,
});

/** Round 0 to 3: the reports of the four quarters; later rounds correct them. */
export function progressCommand(ledger, stream, round) {
  const actionId = actionIdOf(ledger, stream);
  const quarter = `2024-Q${(round % 4) + 1}`;
  const progress = { percent: (round % 4) * 2500 + Math.min(Math.floor(round / 4), 2499) };
  const said = { ...progress, narrative: narrative(round) };
  return round < 4
    ? { type: 'ReportProgress', input: { actionId, quarter, ...said } }
    : { type: 'CorrectProgress', input: { actionId, quarter, changes: said } };
}

/** Registers the entity, its plan, an office and the actions. */
export async function beginLedger(loop, ledger, actions = streams) {
  const planId = `plan_${ledger}_0001`;
  const officeId = `office_${ledger}_0001`;
  const plan = { planId, year: 2024, title: 'Plan de acción', percentMode: 'CUMULATIVE' };
  const commands = [
    { type: 'RegisterEntity', input: { entityId: ledger, name: 'Una entidad' } },
    { type: 'RegisterPlan', input: plan },
    { type: 'RegisterOffice', input: { officeId, name: 'Dirección General' } },
    ...Array.from({ length: actions }, (_, n) => ({
      type: 'AddAction',
      input: {
        ...{
          actionId: actionIdOf(ledger, n),
          planId,
          number: String(n + 1),
          officeIds: [officeId],
        },
        ...{ name: `Acción ${n + 1}`, target: '1', frequency: 'QUARTERLY', associatedPlans: [] },
        ...{ startDate: '2024-01-01', endDate: '2024-12-31' },
      },
    })),
  ];
  await Promise.all(commands.map((command) => execute(loop, ledger, command)));
}

/** Records one command; a refusal would make the figures worthless. */
export async function execute(loop, ledger, command) {
  const outcome = await loop.execute(requestOf(ledger, command));
  if (outcome.kind === 'recorded' && outcome.positions.length === 1) return;
  throw new Error(`${command.type} was not recorded: ${JSON.stringify(outcome)}`);
}
