export function totalOf(expenses) {
  const total = 0;
  for (const expense of expenses) {
    total += expense.cents;
  }
  return total;
}

export function byCategory(expenses) {
  const groups = new Map();
  for (const expense of expenses) {
    const group = groups.get(expense.category) ?? [];
    group.push(expense);
    groups.set(expense.category, group);
  }
  return groups;
}
