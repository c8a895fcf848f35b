package stock

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Order is one line of a delivery note: "name;count;price".
type Order struct {
	Name  string
	Count int
	Price float64
}

// ReadOrders reads a delivery note; empty lines and lines that start with "#" are skipped.
func ReadOrders(in io.Reader) ([]Order, error) {
	var orders []Order
	scanner := bufio.NewScanner(in)
	number := 0
	for scanner.Scan() {
		number++
		line := strings.TrimSpace(scanner.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		order, err := parseOrder(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		orders = append(orders, order)
	}
	return orders, scanner.Err()
}

func parseOrder(line string) (Order, error) {
	fields := strings.Split(line, ";")
	if len(fields) != 3 {
		return Order{}, fmt.Errorf("want 3 fields, got %d", len(fields))
	}
	count, err := strconv.Atoi(strings.TrimSpace(fields[1]))
	if err != nil {
		return Order{}, err
	}
	price, err := strconv.ParseFloat(strings.TrimSpace(fields[2]), 64)
	if err != nil {
		return Order{}, err
	}
	return Order{Name: strings.TrimSpace(fields[0]), Count: count, Price: price}, nil
}

// Apply receives every order.
func Apply(room *Room, orders []Order) error {
	for _, order := range orders {
		if err := room.Receive(order.Name, order.Count, order.Price); err != nil {
			return err
		}
	}
	return nil
}
