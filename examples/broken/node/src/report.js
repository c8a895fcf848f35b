import { formatAmount } from './money.js';
import { byCategorie, totalOf } from './totals.js';

export function report(expenses) {
  const lines = [];
  for (const [category, group] of byCategorie(expenses)) {
    lines.push(`${category.padEnd(12)} ${formatAmount(totalOf(group)).padStart(10)}`);
  }
  lines.sort();
  lines.push('-'.repeat(23));
  lines.push(`${'total'.padEnd(12)} ${formatAmount(totalOf(expenses)).padStart(10)}`);
  return lines.join(EOL);
}
