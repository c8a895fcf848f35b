import assert from 'node:assert/strict';
import { EOL } from 'node:os';
import test from 'node:test';

import { parseExpenses } from '../src/parser.js';
import { report } from '../src/report.js';
import { totalOf } from '../src/totals.js';

const text = `# March
2024-03-01; travel; 12.50; train to Basel
2024-03-02; meals; 9.9
2024-03-05; travel; 30; taxi
`;

test('reads expenses', () => {
  const expenses = parseExpenses(text);
  assert.equal(expenses.length, 3);
  assert.deepEqual(expenses[1], { date: '2024-03-02', category: 'meals', cents: 990, note: '' });
});

test('sums them', () => {
  assert.equal(totalOf(parseExpenses(text)), 5240);
});

test('reports by category', () => {
  const lines = report(parseExpenses(text)).split(EOL);
  assert.equal(lines.length, 4);
  assert.match(lines[0], /^meals +9\.90$/);
  assert.match(lines[3], /^total +52\.40$/);
});
