// The set of `benches/src/learner.tieuchi` at some width for rules engines of JavaScript, and by hand.
//
// A set of so many copies has that many times the facts, the evidence and the indicators, side by side under
// one total and one class. Documents have days as whole numbers, which are the least work for the peers.
// Every judge takes a document and gives `{ total, class }`.
import { readFileSync } from 'node:fs';
import { ZenEngine } from '@gorules/zen-engine';
import { LogicEngine } from 'json-logic-engine';
import { Engine } from 'json-rules-engine';

/** First and last day of 2025, and first day of the twelve months to its end; days since 1970. */
const [FIRST, LAST] = [20_089, 20_453];
const TWELVE_MONTHS = 20_088;
/** Names of the classes and least totals of one copy, best first. */
const CLASSES = [['best', 90], ['good', 80], ['fair', 65], ['enough', 50]];

const named = (name, copy) => (copy === 0 ? name : `${name}_${copy}`);
const each = (copies, of) => Array.from({ length: copies }, (_, copy) => of(copy));

/** The class for a total, where all indicators reach seven points if `allGood` says so. */
function classOf(total, disciplined, allGood, copies) {
  if (!disciplined) return 'not-ranked';
  for (const [name, least] of CLASSES) {
    if (total >= least * copies && (name !== 'best' || allGood())) return name;
  }
  return 'not_held';
}

// ---- the set and its dossiers ----------------------------------------------------------------

const NAMES = /\b(hours_a_week|uses_computer|plans_done|plans|language|course|meeting|advice)\b/g;

/** The set in our language: parts of the file so many times, with names and numbers of their own. */
export function set(copies) {
  const text = readFileSync(new URL('../src/learner.tieuchi', import.meta.url), 'utf8');
  const [, head, facts, gate, evidence, criteria, end] = text.match(
    /^(.*?)( {2}fact hours.*?)( {2}fact disciplined.*?)(evidence .*?)(criterion .*?)(condition .*)$/s,
  );
  const copied = (part) =>
    each(copies, (copy) =>
      part
        .replace(NAMES, (name) => named(name, copy))
        .replace(/^( *(?:criterion|indicator) )(\d)/gm, (_, word, number) => word + (Number(number) + 3 * copy)),
    ).join('');
  const least = (_, sign, points) => sign + points * copies;
  return [
    head.replace('scale 100', `scale ${100 * copies}`), copied(facts), gate, copied(evidence), copied(criteria),
    end.replace(/(total_points >= )(\d+)/g, least),
  ].join('');
}

/** A row of numbers that always is the same. */
export function* numbers() {
  let state = 12_345;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state >>> 8;
  }
}

/** So many people: a document for the peers, and a dossier with days as people write them for the engine. */
export function population(count, copies) {
  const source = numbers();
  const below = (bound) => source.next().value % bound;
  const tenths = (bound) => below(bound) / 10;
  const rows = (more) => Array.from({ length: below(5) }, () => ({ day: FIRST - 200 + below(LAST - FIRST + 250), ...more() }));
  const many = (rows, more) => Array.from({ length: rows }, () => ({ day: FIRST + below(365), ...more }));
  /** Who comes near to all points, so that all classes are given. */
  const diligent = () => ({
    hours_a_week: 5 + tenths(100),
    uses_computer: true,
    plans: 4,
    plans_done: 1 + below(4),
    language: 'good',
    work: 6 + below(9) / 2,
    course: many(4, { hours: 8 + tenths(50), passed: true }),
    meeting: many(3 + below(3), { led: true }),
    advice: many(5 + below(6), {}),
  });
  const usual = () => ({
    hours_a_week: tenths(150),
    uses_computer: below(4) > 0,
    plans: below(6),
    plans_done: below(6),
    language: ['none', 'basic', 'good'][below(3)],
    work: below(21) / 2,
    course: rows(() => ({ hours: tenths(300), passed: below(5) > 0 })),
    meeting: rows(() => ({ led: below(3) === 0 })),
    advice: rows(() => ({})),
  });
  return Array.from({ length: count }, (_, at) => {
    const [document, dossier] = [{ disciplined: below(20) > 0 }, { $id: `C${at}` }];
    dossier.disciplined = document.disciplined;
    const facts = below(5) === 0 ? diligent : usual;
    for (let copy = 0; copy < copies; copy++) {
      for (const [name, value] of Object.entries(facts())) {
        document[named(name, copy)] = value;
        const own = Array.isArray(value) ? value.map((row) => ({ ...row, day: written(row.day) })) : value;
        dossier[name === 'work' ? `${2 + 3 * copy}.3` : named(name, copy)] = own;
      }
    }
    return { document, dossier };
  });
}

const written = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);

// ---- by hand ---------------------------------------------------------------------------------

const inYear = ({ day }) => FIRST <= day && day <= LAST;

function pointsByHand(document, copy) {
  const of = (name) => document[named(name, copy)];
  let [passed, hours, met, led, given] = [0, 0, 0, 0, 0];
  for (const course of of('course')) {
    if (!course.passed) continue;
    hours += course.hours;
    if (inYear(course)) passed += 1;
  }
  for (const meeting of of('meeting')) {
    if (inYear(meeting)) met += 1;
    if (meeting.led) led += 1;
  }
  for (const { day } of of('advice')) if (TWELVE_MONTHS <= day && day <= LAST) given += 1;
  const [read, plans, language] = [of('hours_a_week'), of('plans'), of('language')];
  return [
    read < 2 ? 0 : read < 5 ? 4 : read < 10 ? 7 : 10,
    plans >= 1 && of('plans_done') * 2 >= plans ? 10 : 0,
    Math.min(passed * 2.5, 10),
    hours < 10 ? 0 : hours < 40 ? 5 : 10,
    of('uses_computer') ? 10 : 0,
    language === 'good' ? 10 : language === 'basic' ? 6 : 0,
    of('work'),
    Math.min(met * 2, 10),
    led < 1 ? 0 : led < 2 ? 5 : 10,
    Math.min(given, 10),
  ];
}

/** Doubles, as most would write it. */
export function byHand(copies) {
  return (document) => {
    let total = 0;
    let allGood = true;
    for (let copy = 0; copy < copies; copy++) {
      for (const points of pointsByHand(document, copy)) {
        total += points;
        allGood &&= points >= 7;
      }
    }
    return { total, class: classOf(total, document.disciplined, () => allGood, copies) };
  };
}

// ---- JSONLogic -------------------------------------------------------------------------------

const band = (value, ...edges) => ({ if: [...edges.flatMap(([edge, points]) => [{ '>=': [value, edge] }, points]), 0] });
const count = (rows, which) => ({
  reduce: [{ var: rows }, { '+': [{ var: 'accumulator' }, { if: [which, 1, 0] }] }, 0],
});
const within = (first) => ({ '<=': [first, { var: 'current.day' }, LAST] });

function logicOf(copy) {
  const of = (name) => ({ var: named(name, copy) });
  const hours = { '+': [{ var: 'accumulator' }, { if: [{ var: 'current.passed' }, { var: 'current.hours' }, 0] }] };
  const passed = { and: [{ var: 'current.passed' }, within(FIRST)] };
  return [
    band(of('hours_a_week'), [10, 10], [5, 7], [2, 4]),
    { if: [{ and: [{ '>=': [of('plans'), 1] }, { '>=': [{ '*': [of('plans_done'), 2] }, of('plans')] }] }, 10, 0] },
    { min: [{ '*': [count(named('course', copy), passed), 2.5] }, 10] },
    band({ reduce: [of('course'), hours, 0] }, [40, 10], [10, 5]),
    { if: [of('uses_computer'), 10, 0] },
    { if: [{ '==': [of('language'), 'good'] }, 10, { '==': [of('language'), 'basic'] }, 6, 0] },
    of('work'),
    { min: [{ '*': [count(named('meeting', copy), within(FIRST)), 2] }, 10] },
    band(count(named('meeting', copy), { var: 'current.led' }), [2, 10], [1, 5]),
    { min: [count(named('advice', copy), within(TWELVE_MONTHS)), 10] },
  ];
}

/** Two functions that it builds: the points; then total and class of these, since nothing in it has a name. */
export function jsonLogic(copies) {
  const logic = new LogicEngine();
  const points = logic.build(each(copies, logicOf).flat());
  const total = logic.build({ reduce: [{ var: 'points' }, { '+': [{ var: 'accumulator' }, { var: 'current' }] }, 0] });
  const least = CLASSES.map(([, least]) => ({ '>=': [{ var: 'total' }, least * copies] }));
  const good = { all: [{ var: 'points' }, { '>=': [{ var: '' }, 7] }] };
  const grade = logic.build({
    if: [
      { '!': { var: 'disciplined' } }, 'not-ranked', { and: [least[0], good] }, 'best',
      least[1], 'good', least[2], 'fair', least[3], 'enough', 'not_held',
    ],
  });
  return (document) => {
    const found = points(document);
    const sum = total({ points: found });
    return { total: sum, class: grade({ disciplined: document.disciplined, total: sum, points: found }) };
  };
}

// ---- ZEN -------------------------------------------------------------------------------------

const cases = (value, ...edges) => `${edges.map(([edge, points]) => `${value} >= ${edge} ? ${points} : `).join('')}0`;

function zenOf(copy) {
  const of = (name) => named(name, copy);
  const year = `#.day >= ${FIRST} and #.day <= ${LAST}`;
  const folds = [
    [of('passed'), `count(${of('course')}, #.passed and ${year})`],
    [of('hours'), `sum(map(filter(${of('course')}, #.passed), #.hours))`],
    [of('met'), `count(${of('meeting')}, ${year})`],
    [of('led'), `count(${of('meeting')}, #.led)`],
    [of('given'), `count(${of('advice')}, #.day >= ${TWELVE_MONTHS} and #.day <= ${LAST})`],
  ];
  const points = [
    cases(of('hours_a_week'), [10, 10], [5, 7], [2, 4]),
    `${of('plans')} >= 1 and ${of('plans_done')} * 2 >= ${of('plans')} ? 10 : 0`,
    `min([$.${of('passed')} * 2.5, 10])`,
    cases(`$.${of('hours')}`, [40, 10], [10, 5]),
    `${of('uses_computer')} ? 10 : 0`,
    `${of('language')} == 'good' ? 10 : ${of('language')} == 'basic' ? 6 : 0`,
    of('work'),
    `min([$.${of('met')} * 2, 10])`,
    cases(`$.${of('led')}`, [2, 10], [1, 5]),
    `min([$.${of('given')}, 10])`,
  ];
  return { folds, points: points.map((text, at) => [of(`points_${at + 1}`), text]) };
}

/** One node of expressions, the quickest of its ways. */
export function zen(copies) {
  const all = each(copies, zenOf);
  const list = all.flatMap(({ points }) => points.map(([name]) => `$.${name}`)).join(', ');
  const grades = CLASSES.map(([name, least]) => {
    const good = name === 'best' ? ` and all([${list}], # >= 7)` : '';
    return `$.total >= ${least * copies}${good} ? '${name}' : `;
  });
  const expressions = [
    ...all.flatMap(({ folds, points }) => [...folds, ...points]),
    ['total', `sum([${list}])`],
    ['class', `not disciplined ? 'not-ranked' : ${grades.join('')}'not_held'`],
  ];
  const node = (id, type, content) => ({ id, name: id, type, content });
  const decision = new ZenEngine().createDecision({
    nodes: [
      node('in', 'inputNode', {}),
      node('all', 'expressionNode', { expressions: expressions.map(([key, value]) => ({ id: key, key, value })) }),
      node('out', 'outputNode', {}),
    ],
    edges: [['in', 'all'], ['all', 'out']].map(([sourceId, targetId]) => ({ id: sourceId, sourceId, targetId, type: 'edge' })),
  });
  return async (document) => {
    const { total, class: held } = (await decision.evaluate(document)).result;
    return { total, class: held };
  };
}

// ---- json-rules-engine -----------------------------------------------------------------------

/** Bands and verdicts as rules; it folds nothing and multiplies nothing, so a function of the host does. */
export function jsonRules(copies) {
  const engine = new Engine();
  const rule = (all, points) => engine.addRule({ conditions: { all }, event: { type: 'points', params: { points } } });
  const bands = (fact, edges) => {
    for (const [at, [edge, points]] of edges.entries()) {
      const all = [{ fact, operator: 'greaterThanInclusive', value: edge }];
      if (at > 0) all.push({ fact, operator: 'lessThan', value: edges[at - 1][0] });
      rule(all, points);
    }
  };
  const direct = [];
  for (let copy = 0; copy < copies; copy++) {
    const of = (name) => named(name, copy);
    const fold = (name, rows, value) => {
      engine.addFact(of(name), async (_, almanac) => {
        const list = await almanac.factValue(of(rows));
        return list.reduce((sum, row) => sum + value(row), 0);
      });
    };
    fold('passed', 'course', (row) => Number(row.passed && inYear(row)));
    fold('hours', 'course', (row) => (row.passed ? row.hours : 0));
    fold('met', 'meeting', (row) => Number(inYear(row)));
    fold('led', 'meeting', (row) => Number(row.led));
    fold('given', 'advice', ({ day }) => Number(TWELVE_MONTHS <= day && day <= LAST));
    bands(of('hours_a_week'), [[10, 10], [5, 7], [2, 4]]);
    engine.addFact(of('kept_plans'), async (_, almanac) => {
      const [plans, done] = [await almanac.factValue(of('plans')), await almanac.factValue(of('plans_done'))];
      return plans >= 1 && done * 2 >= plans;
    });
    rule([{ fact: of('kept_plans'), operator: 'equal', value: true }], 10);
    bands(of('passed'), [4, 3, 2, 1].map((times) => [times, times * 2.5]));
    bands(of('hours'), [[40, 10], [10, 5]]);
    rule([{ fact: of('uses_computer'), operator: 'equal', value: true }], 10);
    rule([{ fact: of('language'), operator: 'equal', value: 'good' }], 10);
    rule([{ fact: of('language'), operator: 'equal', value: 'basic' }], 6);
    direct.push(of('work'));
    bands(of('met'), [5, 4, 3, 2, 1].map((times) => [times, times * 2]));
    bands(of('led'), [[2, 10], [1, 5]]);
    bands(of('given'), [10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((times) => [times, times]));
  }
  return async (document) => {
    const { events } = await engine.run(document);
    const points = [...events.map(({ params }) => params.points), ...direct.map((name) => document[name])];
    const total = points.reduce((sum, own) => sum + own, 0);
    const allGood = () => points.length === 10 * copies && points.every((own) => own >= 7);
    return { total, class: classOf(total, document.disciplined, allGood, copies) };
  };
}
