import { describe, it } from '@jest/globals';
import { counts, fact, importId, planId, planRegistered, sha256 } from '../support/facts.js';
import { given } from '../support/given.js';

describe('RegisterEntity', () => {
  const input = { entityId: 'rmbc', name: 'Región Metropolitana Bogotá - Cundinamarca' };
  const registered = fact('EntityRegistered', input);

  it('records the entity', () => {
    given().when({ type: 'RegisterEntity', input }).then(registered);
  });

  it('refuses an id that is taken, whatever the name', () => {
    given(registered)
      .when({ type: 'RegisterEntity', input: { ...input, name: 'Otra' } })
      .thenRefused({
        code: 'RULE_VIOLATION',
        rule: 'entity-exists',
        field: 'entityId',
        actual: 'rmbc',
      });
  });
});

describe('RegisterPlan', () => {
  const register = (changes: Parameters<typeof planRegistered>[0] = {}) =>
    ({ type: 'RegisterPlan', input: planRegistered(changes).data }) as const;
  const other = { planId: 'plan_rmbc_other' };

  it('records the plan, with its objective where it has one', () => {
    given().when(register()).then(planRegistered());
    const objective = { objective: 'Consolidar la región' };
    given().when(register(objective)).then(planRegistered(objective));
  });

  it.each(['Plan de Acción 2024', 'PLAN  DE ACCION 2024', 'Plan Acción, 2024'])(
    'refuses a second plan of the year called %j',
    (title) => {
      given(planRegistered())
        .when(register({ ...other, title }))
        .thenRefused({
          code: 'RULE_VIOLATION',
          rule: 'plan-exists',
          field: 'title',
          actual: title,
        });
    },
  );

  it('takes the same title in another year, and another title in the same year', () => {
    const nextYear = { ...other, year: 2025 };
    given(planRegistered()).when(register(nextYear)).then(planRegistered(nextYear));
    const anticorruption = { ...other, title: 'Plan Anticorrupción' };
    given(planRegistered()).when(register(anticorruption)).then(planRegistered(anticorruption));
  });

  it('refuses an id that is taken', () => {
    given(planRegistered())
      .when(register({ title: 'Otro', year: 2025 }))
      .thenRefused({ rule: 'plan-exists', field: 'planId', actual: planId });
  });
});

describe('an import', () => {
  const start = { importId, fileName: 'plan.tsv', sha256, planned: counts };
  const complete = { importId, recorded: counts, reportHash: sha256 };
  const started = fact('ImportStarted', start);
  const completed = fact('ImportCompleted', complete);

  it('starts', () => {
    given().when({ type: 'StartImport', input: start }).then(started);
  });

  it('goes on, without a new event, when it is started once more', () => {
    given(started).when({ type: 'StartImport', input: start }).thenNothing();
    given(started, completed).when({ type: 'StartImport', input: start }).thenNothing();
  });

  it('completes', () => {
    given(started).when({ type: 'CompleteImport', input: complete }).then(completed);
  });

  it('is refused as completed before it began, and a second time', () => {
    given()
      .when({ type: 'CompleteImport', input: complete })
      .thenRefused({ code: 'NOT_FOUND', field: 'importId', actual: importId });
    given(started, completed)
      .when({ type: 'CompleteImport', input: complete })
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'import-completed' });
  });
});
