import { parseAmount } from './money';

// One expense per line: "2024-03-01; travel; 12.50; train to Basel".
export function parseLine(line) {
  const [date, category, amount, note = ''] = line.split(';').map((part) => part.trim());
  return { date, category, cents: parseAmount(amount), note };
}

export function parseExpenses(text) {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map(parseLine;
}
