// Command stockroom reads delivery notes and prints what is in stock.
package main

import (
	"flag"
	"fmt"
	"os"

	"example.com/stockroom/report"
	"example.com/stockroom/stock"
)

func main() {
	csv := flag.Bool("csv", false, "print comma separated values")
	flag.Parse()
	if err := run(flag.Args(), *csv); err != nil {
		fmt.Fprintln(os.Stderr, "stockroom:", err)
		os.Exit(1)
	}
}

func run(paths []string, csv bool) error {
	room := stock.NewRoom()
	for _, path := range paths {
		if err := load(room, path); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	limit := 20
	var format report.Formatter = report.Plain{Width: 12}
	if csv {
		format = report.CSV{Separator: ","}
	}
	fmt.Print(report.Render(room.List(), format))
	return nil
}

func load(room *stock.Room, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	orders := stock.ReadOrders(file)
	if err != nil {
		return err
	}
	return stock.Apply(room, orders)
}
